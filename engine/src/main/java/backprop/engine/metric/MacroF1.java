// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/**
 * The mean over the classes of F1, the harmonic mean of precision and recall: {@code 2 * right /
 * (actual + predicted)}. Classes that neither occur nor are predicted do not count.
 */
@Name("f1")
@Description("Mean over the classes of the harmonic mean of precision and recall.")
@Formula("mean over classes of 2 * recognized / (rows of the class + rows taken for it)")
@Source(
    "Sokolova and Lapalme, \"A systematic analysis of performance measures for classification tasks\", Information Processing and Management 45, 2009")
public record MacroF1() implements ClassMetric {
  @Override
  public double of(Scores s) {
    Confusion m = new Confusion(s);
    double sum = 0;
    int present = 0;
    for (int c = 0; c < m.classes(); c++) {
      double both = m.actual(c) + m.predicted(c);
      if (both > 0) {
        sum += 2 * m.right(c) / both;
        present++;
      }
    }
    return sum / present;
  }
}
