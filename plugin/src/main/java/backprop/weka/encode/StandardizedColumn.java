// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A number or a date as {@code (value - center) / deviation}, missing as 0; where the training rows
 * have missing values, a second column is 1 for missing and 0 otherwise.
 *
 * @param center the training rows' mean
 * @param deviation the training rows' standard deviation, above 0
 * @param indicator whether there is a second column
 */
public record StandardizedColumn(double center, double deviation, boolean indicator)
    implements ColumnPlan {
  static final int TAG = 1;

  /** Values this many deviations away count as this: a float holds them and their products. */
  private static final double LIMIT = 1e6;

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
    row[at] = missing ? 0 : (float) Math.max(-LIMIT, Math.min(LIMIT, (value - center) / deviation));
    if (indicator) {
      row[at + 1] = missing ? 1 : 0;
    }
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
