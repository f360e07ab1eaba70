// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Straight up, then down like one over the root of the number of steps: {@code maximum * min(t /
 * warmUp, sqrt(warmUp / t))}, t = finished steps + 1. Counts in steps, not in epochs. This is the
 * schedule of the first transformer ("Noam"), whose maximum is {@code 1 / sqrt(width * warmUp)}.
 *
 * @param maximum highest value, at step {@code warmUp}, at least 0
 * @param warmUp steps of the way up, at least 1
 */
@Description("Straight up, then down like one over the root of the number of steps.")
@Formula("maximum * min(t / warm-up, sqrt(warm-up / t)), t the number of the step")
@Source("Vaswani et al., \"Attention is all you need\", NeurIPS 2017, equation 3")
public record InverseRoot(
    @Tip(value = "highest value", min = 0, required = true) double maximum,
    @Tip(value = "length of the way up", unit = "steps", min = 1) int warmUp)
    implements Schedule {
  public InverseRoot {
    Limits.atLeastZero("maximum", maximum);
    Limits.atLeastOne("warm-up", warmUp);
  }

  @Override
  public double at(Progress p) {
    double t = p.step() + 1.0;
    return maximum * Math.min(t / warmUp, Math.sqrt(warmUp / t));
  }
}
