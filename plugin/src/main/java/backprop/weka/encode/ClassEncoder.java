// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import weka.core.Attribute;

/** Turns class values into targets, and the network's predictions back. Immutable. */
public sealed interface ClassEncoder permits NominalClass, NumericClass, ScaledClass {
  /** What the loss is told: the number of classes, or of numbers in a target. */
  int targets();

  /** Numbers of one target. */
  int columns();

  /** Fills a target of {@link #columns()} numbers. */
  void encode(double classValue, float[] target);

  /**
   * Weka's form of a prediction: a probability for each class, or one number.
   *
   * @param output at least {@link #targets()} numbers from index {@code at}: the prediction that a
   *     loss makes, of which only these count
   */
  double[] decode(float[] output, int at);

  /** What a difference of 1 between predictions is in units of the class. */
  default double unit() {
    return 1;
  }

  /**
   * Checks the class of rows to predict, whose type is known to be right.
   *
   * @throws IllegalArgumentException when it has another number of values
   */
  void check(Attribute found);

  /** Writes the tag and the numbers. */
  void write(DataOutput out) throws IOException;

  /** Reads what {@link #write} wrote. */
  static ClassEncoder read(DataInput in) throws IOException {
    int tag = in.readByte();
    return switch (tag) {
      case NominalClass.TAG -> NominalClass.read(in);
      case NumericClass.TAG -> new NumericClass(in.readDouble(), in.readDouble());
      case ScaledClass.TAG -> new ScaledClass(in.readDouble());
      default -> throw new IOException("the model is damaged: it has a class of kind " + tag);
    };
  }
}
