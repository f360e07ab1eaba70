// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.UpdateRule;
import backprop.engine.schedule.Progress;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Clips every element of the gradients, {@code g = max(-limit, min(limit, g))}, and passes them to
 * another optimizer; as {@code clip_grad_value_} of PyTorch. NaN stays NaN.
 *
 * @param limit largest absolute value, above 0
 * @param optimizer takes the step
 */
@Description("Another optimizer, with every element of the gradients clipped.")
@Formula("g = max(-limit, min(limit, g)), then a step of the optimizer")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "10.11.1")
public record ClipByValue(
    @Tip(value = "largest absolute value of an element", above = 0, required = true) double limit,
    @Tip(value = "the optimizer that takes the step", required = true) Optimizer optimizer)
    implements GradientTreatment {
  private static final UpdateRule CLIP = new Clip();

  public ClipByValue {
    Check.positive("limit", limit);
  }

  @Override
  public void treat(Kernels k, Progress p, Parameters parameters) {
    parameters.scratch()[0] = limit;
    for (int i = 0; i < parameters.groups().size(); i++) {
      parameters.update(k, CLIP, i);
    }
  }

  private static final class Clip implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float high = (float) c[0];
      final float low = -high;
      for (int i = from; i < to; i++) {
        g[i] = Math.max(low, Math.min(high, g[i]));
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      for (int i = from; i < to; i++) {
        g[i] = Math.max(-c[0], Math.min(c[0], g[i]));
      }
    }
  }
}
