// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.util.Arrays;
import weka.core.Instance;

/**
 * An attribute whose value is more than a number: the text of a string, the picture in a file, the
 * rows of a relation. Weka's internal value is only where to find it, so these plans see the row.
 */
public sealed interface ContentColumns extends ColumnPlan
    permits WordColumns, PictureColumns, StepColumns {
  /** What the columns are, for the layers that see them; their first column is 0. */
  InputForm.Block block();

  /** One sentence on what was fitted, without the attribute's name. */
  String describe();

  /** What a column is where there is nothing. */
  float nothing();

  /**
   * Fills the columns from what a row has; nothing where its value is missing.
   *
   * @throws IllegalArgumentException in one sentence without the attribute's name when that is not
   *     allowed
   */
  void encode(Instance x, int attribute, float[] row, int at);

  /** Fills the columns with what they are where there is nothing. */
  @Override
  default void encode(double value, float[] row, int at) {
    Arrays.fill(row, at, at + columns(), nothing());
  }

  /** Whatever the internal value is, it is a place. */
  @Override
  default String refusal(double value) {
    return null;
  }
}
