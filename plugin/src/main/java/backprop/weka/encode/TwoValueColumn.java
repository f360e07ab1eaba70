// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A nominal attribute of which the training rows have two values: -1 and 1; missing and other
 * values are 0. Where the training rows have missing values, a second column is 1 for missing.
 *
 * @param low index of the value that becomes -1
 * @param high index of the value that becomes 1
 * @param indicator whether there is a second column
 */
public record TwoValueColumn(int low, int high, boolean indicator) implements ColumnPlan {
  static final int TAG = 2;

  @Override
  public int columns() {
    return indicator ? 2 : 1;
  }

  @Override
  public void encode(double value, float[] row, int at) {
    row[at] = value == high ? 1 : value == low ? -1 : 0;
    if (indicator) {
      row[at + 1] = Double.isNaN(value) ? 1 : 0;
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeInt(low);
    out.writeInt(high);
    out.writeBoolean(indicator);
  }

  static TwoValueColumn read(DataInput in) throws IOException {
    return new TwoValueColumn(in.readInt(), in.readInt(), in.readBoolean());
  }
}
