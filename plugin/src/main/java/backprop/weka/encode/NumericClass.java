// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataOutput;
import java.io.IOException;
import weka.core.Attribute;
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

  /**
   * Targets this many deviations away count as this: a float holds their squares. Only a row that
   * weighs next to nothing, or was not fitted on, can be so far away.
   */
  private static final double LIMIT = 1e6;

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
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double weight = 0;
    double mean = 0;
    for (int r : rows) {
      AttributeStatistics.goOn();
      Instance x = data.instance(r);
      double value = x.classValue();
      weight += x.weight();
      mean += (value - mean) * (x.weight() / weight);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    // Second pass: a far value of hardly any weight, met first, leaves a mean of no precision.
    double correction = 0;
    double squares = 0;
    for (int r : rows) {
      AttributeStatistics.goOn();
      Instance x = data.instance(r);
      double delta = x.classValue() - mean;
      correction += delta * (x.weight() / weight);
      squares += delta * delta * (x.weight() / weight);
    }
    mean += correction;
    double deviation = Math.sqrt(Math.max(0, squares - correction * correction));
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
    if (!(deviation > 0)) {
      // No difference, or one whose square a double cannot hold.
      deviation = high / 2 - low / 2;
    }
    return new NumericClass(mean, deviation > 0 ? deviation : 1);
  }

  @Override
  public int targets() {
    return 1;
  }

  @Override
  public int columns() {
    return 1;
  }

  @Override
  public void encode(double classValue, float[] target) {
    double standardized = (classValue - mean) / deviation;
    target[0] = (float) Math.max(-LIMIT, Math.min(LIMIT, standardized));
  }

  @Override
  public double[] decode(float[] output, int at) {
    return new double[] {mean + deviation * output[at]};
  }

  @Override
  public double unit() {
    return deviation;
  }

  @Override
  public void check(Attribute found) {
    // Numbers are numbers.
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeDouble(mean);
    out.writeDouble(deviation);
  }
}
