// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * The mean over the classes of the share of the class's rows that are recognized; classes without
 * rows do not count. Brodersen et al., "The balanced accuracy and its posterior distribution", ICPR
 * 2010.
 */
@Description("Mean over the classes of the share of the class's rows that are recognized.")
@Formula("mean over classes of recognized rows / rows of the class")
@Source(
    "Brodersen, Ong, Stephan and Buhmann, \"The balanced accuracy and its posterior distribution\", ICPR 2010")
public record BalancedAccuracy() implements ClassMetric {
  @Override
  public double of(Scores s) {
    Confusion m = new Confusion(s);
    double sum = 0;
    int present = 0;
    for (int c = 0; c < m.classes(); c++) {
      if (m.actual(c) > 0) {
        sum += m.right(c) / m.actual(c);
        present++;
      }
    }
    return sum / present;
  }
}
