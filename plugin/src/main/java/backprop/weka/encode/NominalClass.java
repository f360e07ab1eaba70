// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import weka.core.Attribute;

/**
 * A nominal class.
 *
 * @param classes number of classes, at least 2
 * @param form what the loss wants
 */
public record NominalClass(int classes, Form form) implements ClassEncoder {
  static final int TAG = 1;

  /** The form of target and prediction. */
  public enum Form {
    /** Target: the index of the class. Prediction: a share for each class. */
    INDEX,
    /** Target: 1 for the class, 0 for all others. Prediction: a number for each class. */
    ONE_HOT,
    /** Two classes only. Target: 0 or 1. Prediction: one number, 1 for the second class. */
    SINGLE
  }

  public NominalClass {
    if (classes < 2 || (form == Form.SINGLE && classes != 2)) {
      throw new IllegalArgumentException(classes + " classes as " + form);
    }
  }

  @Override
  public int targets() {
    return form == Form.SINGLE ? 1 : classes;
  }

  @Override
  public int columns() {
    return form == Form.ONE_HOT ? classes : 1;
  }

  @Override
  public void encode(double classValue, float[] target) {
    if (form == Form.ONE_HOT) {
      for (int c = 0; c < classes; c++) {
        target[c] = c == (int) classValue ? 1 : 0;
      }
    } else {
      target[0] = (float) classValue;
    }
  }

  /**
   * Numbers that are no distribution yet are limited to [0, 1] and divided by their sum; where all
   * are 0 or below, the largest one gets all.
   */
  @Override
  public double[] decode(float[] output, int at) {
    double[] distribution = new double[classes];
    if (form == Form.SINGLE) {
      distribution[1] = limited(output[at]);
      distribution[0] = 1 - distribution[1];
      return distribution;
    }
    double sum = 0;
    int largest = 0;
    for (int c = 0; c < classes; c++) {
      distribution[c] = limited(output[at + c]);
      sum += distribution[c];
      largest = output[at + c] > output[at + largest] ? c : largest;
    }
    for (int c = 0; c < classes; c++) {
      distribution[c] = sum > 0 ? distribution[c] / sum : c == largest ? 1 : 0;
    }
    return distribution;
  }

  @Override
  public void check(Attribute found) {
    if (found.numValues() != classes) {
      throw new IllegalArgumentException(
          "the class of the rows to predict, '"
              + found.name()
              + "', has "
              + found.numValues()
              + " values, but the model was trained with "
              + classes);
    }
  }

  private static double limited(double p) {
    return Math.max(0, Math.min(1, p));
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeInt(classes);
    out.writeByte(form.ordinal());
  }

  static NominalClass read(DataInput in) throws IOException {
    int classes = in.readInt();
    int form = in.readByte();
    if (form < 0 || form >= Form.values().length) {
      throw new IOException("the model is damaged: it has targets of unknown form " + form);
    }
    return new NominalClass(classes, Form.values()[form]);
  }
}
