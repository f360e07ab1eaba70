// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Falls along a logistic function: {@code initial / (1 + e^(gamma * (epoch - middle)))}, where the
 * epoch counts in fractions; half of the initial value at the middle. As {@code sigmoid} of Caffe
 * and {@code SigmoidSchedule} of Deeplearning4j, whose gamma has the other sign.
 *
 * @param initial value long before the middle, at least 0
 * @param gamma steepness per epoch, above 0
 * @param middle finished epochs at which half is left, at least 0
 */
@Name("sigmoid")
@Description("Falls along a logistic function.")
@Formula("initial / (1 + e^(gamma * (epoch - middle))), epoch in fractions")
@Source(
    "Jia et al., \"Caffe: convolutional architecture for fast feature embedding\", "
        + "2014, arXiv 1408.5093, learning rate policy sigmoid")
public record SigmoidFall(
    @Tip(value = "value long before the middle", min = 0, required = true) double initial,
    @Tip(value = "steepness per epoch", above = 0) double gamma,
    @Tip(value = "when half is left", unit = "epochs", min = 0) double middle)
    implements Schedule {
  public SigmoidFall {
    Limits.atLeastZero("initial", initial);
    Limits.positive("gamma", gamma);
    Limits.atLeastZero("middle", middle);
  }

  @Override
  public double at(Progress p) {
    return initial / (1 + Math.exp(gamma * (p.epoch() - middle)));
  }
}
