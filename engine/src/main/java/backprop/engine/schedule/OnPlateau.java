// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Falls when the loss stops falling: after {@code patience} epochs in a row whose judged loss was
 * not below the best one by more than {@code minDelta}, the value is multiplied by {@code factor},
 * but not below {@code minimum}, and the count starts again. As {@code ReduceLROnPlateau} of Keras
 * with its defaults and no cool-down. A loss that is NaN is no improvement.
 *
 * <p>The value depends on {@link Progress#loss} alone; what was computed from earlier epochs is
 * kept in the progress, so that a step costs nothing however long the history.
 *
 * @param initial first value, at least 0
 * @param factor what it is multiplied by, in (0, 1)
 * @param patience epochs without improvement, at least 1
 * @param minimum smallest value, at least 0; above the initial value it has no effect
 * @param minDelta what counts as an improvement, at least 0
 */
@Description("Multiplied by a factor whenever the loss has not improved for some epochs.")
@Formula(
    "value = max(minimum, value * factor) after patience epochs in which the loss "
        + "was not below its best by more than min-delta")
@Source(
    "Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section "
        + "8.3.1; the rule in this form is common to Keras and PyTorch")
public record OnPlateau(
    @Tip(value = "first value", min = 0, required = true) double initial,
    @Tip(value = "what a plateau multiplies by", above = 0, below = 1) double factor,
    @Tip(value = "epochs without improvement", unit = "epochs", min = 1) int patience,
    @Tip(value = "smallest value", min = 0) double minimum,
    @Tip(value = "smallest change of the loss that is an improvement", min = 0) double minDelta)
    implements Schedule {
  private static final int SEEN = 0;
  private static final int BEST = 1;
  private static final int WAITED = 2;
  private static final int VALUE = 3;

  public OnPlateau {
    Limits.atLeastZero("initial", initial);
    Limits.positive("factor", factor);
    Limits.atLeastZero("minimum", minimum);
    Limits.atLeastZero("min-delta", minDelta);
    if (patience < 1) {
      throw new IllegalArgumentException("patience is " + patience + ", allowed are 1 and above");
    }
    if (factor >= 1) {
      throw new IllegalArgumentException("factor is " + factor + ", allowed are numbers below 1");
    }
  }

  @Override
  public double at(Progress p) {
    double[] memo = p.memo(this, 4);
    if (memo[SEEN] == 0 || memo[SEEN] > p.judged()) {
      memo[SEEN] = 0;
      memo[BEST] = Double.POSITIVE_INFINITY;
      memo[WAITED] = 0;
      memo[VALUE] = initial;
    }
    for (int i = (int) memo[SEEN]; i < p.judged(); i++) {
      if (p.loss(i) < memo[BEST] - minDelta) {
        memo[BEST] = p.loss(i);
        memo[WAITED] = 0;
      } else if (++memo[WAITED] >= patience) {
        memo[VALUE] = Math.min(memo[VALUE], Math.max(memo[VALUE] * factor, minimum));
        memo[WAITED] = 0;
      }
    }
    memo[SEEN] = p.judged();
    return memo[VALUE];
  }
}
