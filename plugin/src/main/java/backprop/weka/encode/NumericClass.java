// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataOutput;
import java.io.IOException;
import weka.core.Instance;
import weka.core.Instances;

/**
 * A numeric class, standardized for training: {@code (value - mean) / deviation}.
 *
 * @param mean the training rows' weighted mean
 * @param deviation their weighted standard deviation, above 0; 1 where all values are equal
 */
public record NumericClass(double mean, double deviation) implements ClassEncoder {
  static final int TAG = 2;

  public NumericClass {
    if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "no standardization by mean " + mean + " and deviation " + deviation);
    }
  }

  /**
   * Fits the standardization.
   *
   * @param rows indices of the training rows, all of positive weight and with a class
   * @throws IllegalArgumentException when the values span more than a double can hold
   */
  public static NumericClass fit(Instances data, int[] rows) {
    double weight = 0;
    double mean = 0;
    double squares = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int r : rows) {
      Instance x = data.instance(r);
      double value = x.classValue();
      weight += x.weight();
      double delta = value - mean;
      mean += delta * (x.weight() / weight);
      squares += x.weight() * delta * (value - mean);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    double deviation = Math.sqrt(squares / weight);
    if (!Double.isFinite(deviation)) {
      throw new IllegalArgumentException(
          "the class '"
              + data.classAttribute().name()
              + "' spans "
              + low
              + " to "
              + high
              + ", more than can be squared: scale it down");
    }
    return new NumericClass(mean, low < high && deviation > 0 ? deviation : 1);
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public int columns() {
    return 1;
  }

  @Override
  public void encode(double classValue, float[] target) {
    target[0] = (float) ((classValue - mean) / deviation);
  }

  @Override
  public double[] decode(float[] output, int at) {
    return new double[] {mean + deviation * output[at]};
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeDouble(mean);
    out.writeDouble(deviation);
  }
}
