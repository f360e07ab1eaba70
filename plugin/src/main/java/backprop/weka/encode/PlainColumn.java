// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataOutput;
import java.io.IOException;

/**
 * A number as it is, such as the index of a word; missing is {@link IndexColumn#NONE}. What is
 * beyond the numbers of a float is the largest one.
 */
public record PlainColumn() implements ColumnPlan {
  static final int TAG = 6;

  @Override
  public int columns() {
    return 1;
  }

  @Override
  public void encode(double value, float[] row, int at) {
    double finite = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
    row[at] = Double.isNaN(value) ? IndexColumn.NONE : (float) finite;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
  }
}
