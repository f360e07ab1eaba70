// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.UpdateRule;
import backprop.engine.schedule.Progress;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Nadam: Adam with Nesterov's momentum.
 *
 * <pre>
 *   mu(t) = beta1 * (1 - 0.96^(t * psi) / 2),   pi(t) = mu(1) * ... * mu(t),   psi = 0.004
 *   m = beta1 * m + (1 - beta1) * g;   v = beta2 * v + (1 - beta2) * g^2
 *   a = mu(t+1) * m / (1 - pi(t+1)) + (1 - mu(t)) * g / (1 - pi(t))
 *   w = w - rate * a / (sqrt(v / (1 - beta2^t)) + epsilon),   t = 1, 2, ...
 * </pre>
 *
 * <p>Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016, with the momentum's
 * ascent and the defaults of PyTorch's {@code NAdam}. t is {@link Progress#step} + 1. Slots: m, v.
 *
 * @param rate learning rate, at least 0
 * @param beta1 what one step keeps of the mean, in [0, 1)
 * @param beta2 what one step keeps of the mean square, in [0, 1)
 * @param epsilon keeps the divisor from 0, above 0
 * @param momentumDecay psi: how fast the momentum rises from beta1 / 2 to beta1, at least 0
 */
@Keyed
@Description("Nadam: Adam with Nesterov's momentum.")
@Formula(
    "mu(t) = beta1 * (1 - 0.96^(t * momentum-decay) / 2), pi(t) = mu(1) * ... * "
        + "mu(t); m and v as in adam; w = w - rate * (mu(t+1) * m / (1 - pi(t+1)) + (1 - "
        + "mu(t)) * g / (1 - pi(t))) / (sqrt(v / (1 - beta2^t)) + epsilon)")
@Source("Dozat, \"Incorporating Nesterov momentum into Adam\", ICLR workshop 2016")
public record Nadam(
    @Tip(value = "learning rate", above = 0) Schedule rate,
    @Tip(value = "what one step keeps of the mean", min = 0, below = 1) double beta1,
    @Tip(value = "what one step keeps of the mean square", min = 0, below = 1) double beta2,
    @Tip(value = "keeps the divisor from 0", above = 0) double epsilon,
    @Tip(value = "how fast the momentum rises from half of beta1", min = 0) double momentumDecay)
    implements Optimizer {
  private static final UpdateRule RULE = new Rule();

  /** Below this, the product of the momenta no longer changes 1 minus it. */
  private static final double NOTHING = 1e-20;

  public Nadam {
    Check.rate(rate);
    Check.number("beta1", beta1, 1);
    Check.number("beta2", beta2, 1);
    Check.positive("epsilon", epsilon);
    Check.number("momentum-decay", momentumDecay, Double.POSITIVE_INFINITY);
  }

  /** With PyTorch's defaults. */
  public Nadam(Schedule rate) {
    this(rate, 0.9, 0.999, 1e-8, 0.004);
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public double rate(Progress p) {
    return rate.at(p) * p.rateScale();
  }

  private double momentum(double t) {
    return beta1 * (1 - 0.5 * Math.pow(0.96, t * momentumDecay));
  }

  /** The product of the momenta of all steps up to t; anew in each step, so that none is kept. */
  private double product(long t) {
    double product = 1;
    double fall = Math.pow(0.96, momentumDecay);
    double power = 1;
    for (long i = 1; i <= t && product > NOTHING; i++) {
      power *= fall;
      product *= beta1 * (1 - 0.5 * power);
    }
    return product;
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    long t = p.step() + 1;
    double product = product(t);
    double next = momentum(t + 1.0);
    double[] c = parameters.scratch();
    c[1] = beta1;
    c[2] = 1 - beta1;
    c[3] = beta2;
    c[4] = 1 - beta2;
    c[5] = 1 / Math.sqrt(1 - Math.pow(beta2, t));
    c[6] = epsilon;
    c[7] = next / (1 - product * next);
    c[8] = (1 - momentum(t)) / (1 - product);
    parameters.update(k, RULE, rate(p));
  }

  private static final class Rule implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float beta1 = (float) c[1];
      final float take1 = (float) c[2];
      final float beta2 = (float) c[3];
      final float take2 = (float) c[4];
      final float correction = (float) c[5];
      final float epsilon = (float) c[6];
      final float ofMean = (float) c[7];
      final float ofGradient = (float) c[8];
      final float[] m = slots[0];
      final float[] v = slots[1];
      for (int i = from; i < to; i++) {
        float mean = Denormals.flush(beta1 * m[i] + take1 * g[i]);
        float square = Denormals.flushSquare(beta2 * v[i] + take2 * g[i] * g[i]);
        m[i] = mean;
        v[i] = square;
        float ahead = ofMean * mean + ofGradient * g[i];
        w[i] -= rate * ahead / ((float) Math.sqrt(square) * correction + epsilon);
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] m = slots[0];
      double[] v = slots[1];
      for (int i = from; i < to; i++) {
        m[i] = c[1] * m[i] + c[2] * g[i];
        v[i] = c[3] * v[i] + c[4] * g[i] * g[i];
        w[i] -= c[0] * (c[7] * m[i] + c[8] * g[i]) / (Math.sqrt(v[i]) * c[5] + c[6]);
      }
    }
  }
}
