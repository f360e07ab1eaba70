// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The mean over the classes of the area under the curve of true against false positives, each class
 * against the rest: the probability that a row of the class gets a higher probability for it than a
 * row of another class, ties counting one half (Hanley and McNeil, Radiology 143, 1982; Hand and
 * Till, Machine Learning 45, 2001). Classes that no row or every row has do not count.
 */
@Name("auc")
@Description("Area under the ROC curve, each class against the rest, averaged over the classes.")
@Formula("mean over classes of P(score of a row of the class > score of another row)")
@Source(
    "Hanley and McNeil, \"The meaning and use of the area under a receiver operating characteristic curve\", Radiology 143, 1982")
public record AreaUnderRoc() implements ClassMetric {
  @Override
  public double of(Scores s) {
    double sum = 0;
    int present = 0;
    for (int c = 0; c < s.columns(); c++) {
      double area = area(s, c);
      if (!Double.isNaN(area)) {
        sum += area;
        present++;
      }
    }
    return sum / present;
  }

  private static double area(Scores s, int c) {
    int[] rows =
        IntStream.range(0, s.rows())
            .boxed()
            .sorted(Comparator.comparingDouble(r -> s.predicted(r, c)))
            .mapToInt(Integer::intValue)
            .toArray();
    double positives = 0;
    double negatives = 0;
    double won = 0;
    for (int i = 0; i < rows.length; ) {
      double score = s.predicted(rows[i], c);
      double positive = 0;
      double negative = 0;
      for (; i < rows.length && s.predicted(rows[i], c) == score; i++) {
        if (s.trueClass(rows[i]) == c) {
          positive += s.weight(rows[i]);
        } else {
          negative += s.weight(rows[i]);
        }
      }
      won += positive * (negatives + negative / 2);
      positives += positive;
      negatives += negative;
    }
    return won / (positives * negatives);
  }
}
