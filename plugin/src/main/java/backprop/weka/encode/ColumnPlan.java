// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How the values of one attribute become columns. Immutable. */
public sealed interface ColumnPlan
    permits StandardizedColumn,
        BinnedColumn,
        TwoValueColumn,
        OneHotColumns,
        MissingColumn,
        IndexColumn,
        PlainColumn,
        ContentColumns {
  /** Number of columns, at least 1. */
  int columns();

  /** What is allowed instead of a number that is not; null for one that is. */
  default String refusal(double value) {
    return Double.isInfinite(value) ? "allowed are finite numbers and missing values" : null;
  }

  /**
   * Fills the columns.
   *
   * @param value Weka's internal value: a number without {@link #refusal}, the index of a nominal
   *     value, or NaN for missing
   * @param row receives {@link #columns()} numbers from index {@code at}, all of them written
   */
  void encode(double value, float[] row, int at);

  /** Writes the tag and the plan's numbers. */
  void write(DataOutput out) throws IOException;

  /** Reads what {@link #write} wrote. */
  static ColumnPlan read(DataInput in) throws IOException {
    int tag = in.readByte();
    return switch (tag) {
      case StandardizedColumn.TAG -> StandardizedColumn.read(in);
      case BinnedColumn.TAG -> BinnedColumn.read(in);
      case TwoValueColumn.TAG -> TwoValueColumn.read(in);
      case OneHotColumns.TAG -> OneHotColumns.read(in);
      case MissingColumn.TAG -> new MissingColumn();
      case IndexColumn.TAG -> IndexColumn.read(in);
      case PlainColumn.TAG -> PlainColumn.read(in);
      case WordColumns.TAG -> WordColumns.read(in);
      case PictureColumns.TAG -> PictureColumns.read(in);
      case StepColumns.TAG -> StepColumns.read(in);
      default ->
          throw new IOException("the model is damaged: it has a column of unknown kind " + tag);
    };
  }
}
