// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * The square of how much scores miss a margin of 1, for one of several classes. The outputs are
 * scores, one for each class; see {@link MarginLoss} for what they are compared with, and for the
 * prediction, a softmax of the scores that orders classes but estimates no probability.
 *
 * @param against {@code best-rival}: the true class's score is to exceed the best other one by 1
 *     (Crammer and Singer 2001; categorical hinge in Keras); {@code zero}: it is to be above 1 and
 *     all others below -1, each class against the rest (as in Deeplearning4j)
 */
@Description("Squared margin loss, for classes.")
@Formula(
    "best-rival: max(0, v)^2, v = 1 + best other score - score of the true class; zero: "
        + "mean over classes of max(0, 1 - s * score)^2, s = 1 for the true class, else -1")
@Source(
    "Tang, \"Deep learning using linear support vector machines\", 2013 (arXiv "
        + "1306.0239), section 2.2")
public record SquaredHinge(
    @Tip("best-rival: scores are compared with each other; zero: each class against the rest")
        Against against)
    implements MarginLoss {
  @Override
  public double cost(double violation) {
    return violation * violation;
  }

  @Override
  public double costSlope(double violation) {
    return 2 * violation;
  }

  @Override
  public double costCurvature() {
    return 2;
  }
}
