// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A number or a date as {@code (value - center) / deviation}, from 8 deviations on by its
 * logarithm, missing as 0; where the training rows have missing values, a second column is 1 for
 * missing and 0 otherwise.
 *
 * @param center the training rows' mean
 * @param deviation the training rows' spread, above 0: their standard deviation as a rule
 * @param indicator whether there is a second column
 */
public record StandardizedColumn(double center, double deviation, boolean indicator)
    implements ColumnPlan {
  static final int TAG = 1;

  /** Distance from the center, in deviations, from which on only the logarithm counts. */
  public static final double FAR = 8;

  public StandardizedColumn {
    if (!Double.isFinite(center) || !(deviation > 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "no standardization by center " + center + " and deviation " + deviation);
    }
  }

  @Override
  public int columns() {
    return indicator ? 2 : 1;
  }

  @Override
  public void encode(double value, float[] row, int at) {
    boolean missing = Double.isNaN(value);
    row[at] = missing ? 0 : (float) squash((value - center) / deviation);
    if (indicator) {
      row[at + 1] = missing ? 1 : 0;
    }
  }

  /**
   * Keeps what is near as it is and brings in what is far: in order, without a jump, and no
   * outlier, typing error or marker such as 1e30 takes over the network.
   */
  public static double squash(double z) {
    double distance = Math.min(Math.abs(z), Double.MAX_VALUE);
    return distance <= FAR ? z : Math.signum(z) * (FAR + Math.log(distance - FAR + 1));
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeDouble(center);
    out.writeDouble(deviation);
    out.writeBoolean(indicator);
  }

  static StandardizedColumn read(DataInput in) throws IOException {
    return new StandardizedColumn(in.readDouble(), in.readDouble(), in.readBoolean());
  }
}
