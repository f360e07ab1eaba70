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
 * Sharpness-aware minimization: another optimizer with the gradients of the worst place nearby.
 *
 * <pre>
 *   plain      e = rho * g / |g|
 *   adaptive   e = rho * w^2 * g / |w * g|      (element by element)
 *   g' = the gradients at w + e;   the inner optimizer's step from w with g'
 * </pre>
 *
 * <p>Foret, Kleiner, Mobahi and Neyshabur, "Sharpness-aware minimization for efficiently improving
 * generalization", ICLR 2021, algorithm 1; adaptive: Kwon, Kim, Park and Choi, "ASAM", ICML 2021,
 * equation 7, whose rho is about ten times larger. Both gradients come from the same rows with the
 * same random masks, so that a step costs twice as much; penalties are part of the loss at both
 * places. Batch normalization's running moments are gathered at w only. Where g is 0, so is e.
 * Slots: the inner optimizer's, and w.
 *
 * @param rho how far away, above 0; 0.05 in the paper
 * @param optimizer takes the step
 * @param adaptive whether the distance is relative to the weights
 */
@Description("Sharpness-aware minimization: another optimizer, seeking flat minima.")
@Formula(
    "e = rho * g / |g|, adaptive: rho * w^2 * g / |w * g|; the optimizer's step "
        + "from w with the gradients at w + e")
@Source(
    "Foret, Kleiner, Mobahi and Neyshabur, \"Sharpness-aware minimization for "
        + "efficiently improving generalization\", ICLR 2021, algorithm 1; adaptive: Kwon, "
        + "Kim, Park and Choi, \"ASAM\", ICML 2021, equation 7")
public record Sam(
    @Tip(value = "distance to the worst place nearby", above = 0, required = true) double rho,
    @Tip(value = "the optimizer that takes the step", required = true) Optimizer optimizer,
    @Tip("whether the distance is relative to the weights") boolean adaptive)
    implements WrappingOptimizer {
  private static final UpdateRule LEAVE = new Leave();
  private static final UpdateRule SCALE = new Scale();
  private static final UpdateRule RETURN = new Return();

  /** Index of the constant that is the norm. */
  private static final int NORM = 3;

  public Sam {
    Check.positive("rho", rho);
  }

  @Override
  public int ownSlots() {
    return 1;
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    double[] c = parameters.scratch();
    c[0] = optimizer.slots();
    if (adaptive) {
      parameters.update(k, SCALE);
    }
    c[1] = rho;
    c[2] = adaptive ? 1 : 0;
    parameters.updateByNorm(k, LEAVE, NORM, parameters.gradients());
    parameters.computeGradients(k, p);
    c[0] = optimizer.slots();
    parameters.update(k, RETURN);
    optimizer.step(k, p, parameters);
  }

  /** Gradients times weights: what the adaptive form takes the norm of. */
  private static final class Scale implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      for (int i = from; i < to; i++) {
        g[i] *= w[i];
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      for (int i = from; i < to; i++) {
        g[i] *= w[i];
      }
    }
  }

  /** Remembers the weights and adds e, which is 0 where there is no direction to go. */
  private static final class Leave implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float factor = (float) factor(c[1], c[NORM]);
      final float adaptive = (float) c[2];
      final float plain = 1 - adaptive;
      final float[] home = slots[(int) c[0]];
      for (int i = from; i < to; i++) {
        home[i] = w[i];
        w[i] += factor * (plain + adaptive * w[i]) * g[i];
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double factor = factor(c[1], c[NORM]);
      double[] home = slots[(int) c[0]];
      for (int i = from; i < to; i++) {
        home[i] = w[i];
        w[i] += factor * (1 - c[2] + c[2] * w[i]) * g[i];
      }
    }
  }

  private static double factor(double rho, double norm) {
    return norm > 0 && Double.isFinite(norm) ? rho / norm : 0;
  }

  private static final class Return implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float[] home = slots[(int) c[0]];
      for (int i = from; i < to; i++) {
        w[i] = home[i];
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] home = slots[(int) c[0]];
      for (int i = from; i < to; i++) {
        w[i] = home[i];
      }
    }
  }
}
