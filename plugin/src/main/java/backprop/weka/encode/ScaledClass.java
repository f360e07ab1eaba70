// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataOutput;
import java.io.IOException;
import weka.core.Attribute;
import weka.core.Instance;
import weka.core.Instances;

/**
 * A numeric class that is divided by a number but not moved, for losses to which 0 means something.
 *
 * @param scale what values are divided by, above 0; 1 leaves them as they are
 */
public record ScaledClass(double scale) implements ClassEncoder {
  static final int TAG = 3;

  /** The largest target: a float holds its square. */
  public static final double LIMIT = 1e18;

  public ScaledClass {
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("no scaling by " + scale);
    }
  }

  /**
   * Fits the scale: the weighted mean of the absolute values, or 1 where all are 0.
   *
   * @param rows indices of the training rows, all of positive weight and with a class
   */
  public static ScaledClass fit(Instances data, int[] rows) {
    double weight = 0;
    double mean = 0;
    for (int r : rows) {
      AttributeStatistics.goOn();
      Instance x = data.instance(r);
      weight += x.weight();
      mean += (Math.abs(x.classValue()) - mean) * (x.weight() / weight);
    }
    return new ScaledClass(mean > 0 && mean < Double.POSITIVE_INFINITY ? mean : 1);
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
    target[0] = (float) Math.max(-LIMIT, Math.min(LIMIT, classValue / scale));
  }

  @Override
  public double[] decode(float[] output, int at) {
    return new double[] {scale * output[at]};
  }

  @Override
  public double unit() {
    return scale;
  }

  @Override
  public void check(Attribute found) {
    // Numbers are numbers.
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeDouble(scale);
  }
}
