// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataOutput;
import java.io.IOException;

/** An attribute with only one value besides missing: 1 for missing, 0 for any value. */
public record MissingColumn() implements ColumnPlan {
  static final int TAG = 4;

  @Override
  public int columns() {
    return 1;
  }

  @Override
  public void encode(double value, float[] row, int at) {
    row[at] = Double.isNaN(value) ? 1 : 0;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
  }
}
