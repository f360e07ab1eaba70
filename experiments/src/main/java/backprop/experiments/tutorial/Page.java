// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import java.util.List;
import java.util.Map;

/** What chapters are written on. */
interface Page {
  /** A paragraph; what stands between back quotes is code. */
  void text(String paragraph);

  /** Lines of formulas, as they are. */
  void formulas(String... lines);

  /** A table. */
  void table(List<String> head, List<List<String>> rows);

  /**
   * Lines through points.
   *
   * @param across what the horizontal axis is
   * @param logarithmic whether the vertical axis is; what is not above 0 is then left out
   * @param lines for each name its points, x and y
   */
  void chart(String title, String across, boolean logarithmic, Map<String, List<double[]>> lines);
}
