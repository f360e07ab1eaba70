// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * By how much scores miss a margin of 1, for one of several classes. The outputs are scores, one
 * for each class; see {@link MarginLoss} for what they are compared with, and for the prediction, a
 * softmax of the scores that orders classes but estimates no probability.
 *
 * @param against {@code best-rival}: the true class's score is to exceed the best other one by 1
 *     (Crammer and Singer 2001; categorical hinge in Keras); {@code zero}: it is to be above 1 and
 *     all others below -1, each class against the rest (as in Deeplearning4j)
 */
@Description("Margin loss of support vector machines, for classes.")
@Formula(
    "best-rival: max(0, v), v = 1 + best other score - score of the true class; zero: "
        + "mean over classes of max(0, 1 - s * score), s = 1 for the true class, else -1")
@Source(
    "Crammer and Singer, \"On the algorithmic implementation of multiclass kernel-based "
        + "vector machines\", JMLR 2, 2001")
public record Hinge(
    @Tip("best-rival: scores are compared with each other; zero: each class against the rest")
        Against against)
    implements MarginLoss {
  @Override
  public double cost(double violation) {
    return violation;
  }

  @Override
  public double costSlope(double violation) {
    return 1;
  }

  @Override
  public double costCurvature() {
    return 0;
  }
}
