// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import weka.classifiers.Classifier;
import weka.core.Instances;

/** The columns of the Experimenter that say how large something is when it is serialized. */
final class SerializedSize {
  private static final String PREFIX = "Serialized_";

  private SerializedSize() {}

  /** Whether a column is one of these. */
  static boolean isOne(String column) {
    return column.startsWith(PREFIX);
  }

  /** What the size in a column is that of. */
  static Object sized(String column, Classifier trained, Instances train, Instances test) {
    return switch (column) {
      case PREFIX + "Model_Size" -> trained;
      case PREFIX + "Train_Set_Size" -> train;
      case PREFIX + "Test_Set_Size" -> test;
      default -> throw new IllegalArgumentException("no size is called " + column);
    };
  }

  /** Number of bytes; NaN where the object cannot be serialized. */
  static double bytes(Object object) throws IOException {
    Count count = new Count();
    try (ObjectOutputStream out = new ObjectOutputStream(count)) {
      out.writeObject(object);
    } catch (NotSerializableException e) {
      return Double.NaN;
    }
    return count.bytes;
  }

  private static final class Count extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] b, int from, int length) {
      bytes += length;
    }
  }
}
