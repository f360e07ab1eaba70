// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A nominal attribute as one column for each value that the training rows have: 1 in the column of
 * the value, 0 elsewhere; other values are all zeros. Where the training rows have missing values,
 * missing has a column of its own, the last.
 */
public final class OneHotColumns implements ColumnPlan {
  static final int TAG = 3;

  private final List<Integer> values;
  private final boolean indicator;
  private final int[] columnOf;

  /**
   * @param values the indices of the values that have a column, ascending, at least one
   * @param indicator whether missing has a column
   */
  public OneHotColumns(List<Integer> values, boolean indicator) {
    this.values = List.copyOf(values);
    this.indicator = indicator;
    this.columnOf = new int[values.get(values.size() - 1) + 1];
    Arrays.fill(columnOf, -1);
    for (int i = 0; i < values.size(); i++) {
      columnOf[values.get(i)] = i;
    }
  }

  /** The indices of the values that have a column, in the order of their columns. */
  public List<Integer> values() {
    return values;
  }

  /** Whether missing has a column, the last. */
  public boolean indicator() {
    return indicator;
  }

  @Override
  public int columns() {
    return values.size() + (indicator ? 1 : 0);
  }

  @Override
  public void encode(double value, float[] row, int at) {
    int columns = columns();
    Arrays.fill(row, at, at + columns, 0);
    if (Double.isNaN(value)) {
      if (indicator) {
        row[at + columns - 1] = 1;
      }
    } else if (value >= 0 && value < columnOf.length && columnOf[(int) value] >= 0) {
      row[at + columnOf[(int) value]] = 1;
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeInt(values.size());
    for (int v : values) {
      out.writeInt(v);
    }
    out.writeBoolean(indicator);
  }

  static OneHotColumns read(DataInput in) throws IOException {
    List<Integer> values = new ArrayList<>();
    for (int n = in.readInt(); n > 0; n--) {
      int v = in.readInt();
      if (v < 0 || (!values.isEmpty() && v <= values.get(values.size() - 1))) {
        throw new IOException("the model is damaged: its nominal values are not ascending");
      }
      values.add(v);
    }
    if (values.isEmpty()) {
      throw new IOException("the model is damaged: a nominal attribute has no values");
    }
    return new OneHotColumns(values, in.readBoolean());
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof OneHotColumns c && c.values.equals(values) && c.indicator == indicator;
  }

  @Override
  public int hashCode() {
    return values.hashCode() + (indicator ? 1 : 0);
  }

  @Override
  public String toString() {
    return "OneHotColumns[values=" + values + ", indicator=" + indicator + "]";
  }
}
