// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A number as it is, the index of a word: a whole number from 0; missing is {@link
 * IndexColumn#NONE}, which may also be given as such.
 *
 * @param vocabulary number of words, at least 1
 */
public record PlainColumn(int vocabulary) implements ColumnPlan {
  static final int TAG = 6;

  @Override
  public int columns() {
    return 1;
  }

  @Override
  public String refusal(double value) {
    boolean index = value >= IndexColumn.NONE && value < vocabulary && value == Math.rint(value);
    return index || Double.isNaN(value)
        ? null
        : "allowed are the indices 0 to "
            + (vocabulary - 1)
            + " of the embedding's words, and -1 or a missing value for none";
  }

  @Override
  public void encode(double value, float[] row, int at) {
    row[at] = Double.isNaN(value) ? IndexColumn.NONE : (float) value;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeInt(vocabulary);
  }

  static PlainColumn read(DataInput in) throws IOException {
    return new PlainColumn(in.readInt());
  }
}
