// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.UpdateRule;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Progress;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * RMSprop: gradients divided by a running root of their mean square.
 *
 * <pre>
 *   s = decay * s + (1 - decay) * g^2
 *   without momentum   w = w - rate * g / (sqrt(s) + epsilon)
 *   with momentum      b = momentum * b + g / (sqrt(s) + epsilon);   w = w - rate * b
 *   centered           a = decay * a + (1 - decay) * g;   sqrt(s - a^2) in place of sqrt(s)
 * </pre>
 *
 * <p>Tieleman and Hinton, "Lecture 6.5: rmsprop", Coursera 2012, in the form and with the defaults
 * of PyTorch's {@code RMSprop} (epsilon outside the root; s starts at 0 without a correction). The
 * centered form, which divides by an estimate of the standard deviation, is that of Graves,
 * "Generating sequences with recurrent neural networks", 2013, equations 38 to 41. Slots: s, and b
 * unless the momentum is the constant 0; s, b and a where it is centered.
 *
 * @param rate learning rate, at least 0
 * @param decay what one step keeps of the mean square, in [0, 1)
 * @param momentum factor of the velocity, in [0, 1)
 * @param epsilon keeps the divisor from 0, above 0
 * @param centered whether the divisor is the deviation from the running mean
 */
@Keyed
@Name("rmsprop")
@Description("RMSprop: gradients divided by a running root of their mean square.")
@Formula(
    "s = decay * s + (1 - decay) * g^2; b = momentum * b + g / (sqrt(s) + epsilon); "
        + "w = w - rate * b")
@Source("Tieleman and Hinton, \"Lecture 6.5: rmsprop\", Coursera 2012")
public record RmsProp(
    @Tip(value = "learning rate", above = 0) Schedule rate,
    @Tip(value = "what one step keeps of the mean square", min = 0, below = 1) Schedule decay,
    @Tip(value = "factor of the velocity", min = 0, below = 1) Schedule momentum,
    @Tip(value = "keeps the divisor from 0", above = 0) double epsilon,
    @Tip("whether the divisor is the deviation from the running mean") boolean centered)
    implements Optimizer {
  private static final Constant NO_MOMENTUM = new Constant(0);
  private static final UpdateRule PLAIN = new Plain();
  private static final UpdateRule WITH_MOMENTUM = new WithMomentum();
  private static final UpdateRule CENTERED = new Centered();

  public RmsProp {
    Check.rate(rate);
    Check.schedule("decay", decay, 1);
    Check.schedule("momentum", momentum, 1);
    Check.positive("epsilon", epsilon);
  }

  /** Not centered. */
  public RmsProp(Schedule rate, Schedule decay, Schedule momentum, double epsilon) {
    this(rate, decay, momentum, epsilon, false);
  }

  @Override
  public int slots() {
    return centered ? 3 : momentum.equals(NO_MOMENTUM) ? 1 : 2;
  }

  @Override
  public double rate(Progress p) {
    return rate.at(p) * p.rateScale();
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    UpdateRule rule = centered ? CENTERED : slots() == 1 ? PLAIN : WITH_MOMENTUM;
    double now = rate(p);
    double[] c = parameters.scratch();
    c[1] = decay.at(p);
    c[2] = 1 - c[1];
    c[3] = epsilon;
    c[4] = momentum.at(p);
    for (int i = 0; i < parameters.groups().size(); i++) {
      c[0] = now * parameters.groups().get(i).rateFactor();
      parameters.update(k, rule, i);
    }
  }

  private static final class Plain implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float keep = (float) c[1];
      final float take = (float) c[2];
      final float epsilon = (float) c[3];
      final float[] s = slots[0];
      for (int i = from; i < to; i++) {
        float square = Denormals.flushSquare(keep * s[i] + take * g[i] * g[i]);
        s[i] = square;
        w[i] -= rate * g[i] / ((float) Math.sqrt(square) + epsilon);
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] s = slots[0];
      for (int i = from; i < to; i++) {
        s[i] = c[1] * s[i] + c[2] * g[i] * g[i];
        w[i] -= c[0] * g[i] / (Math.sqrt(s[i]) + c[3]);
      }
    }
  }

  private static final class WithMomentum implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float keep = (float) c[1];
      final float take = (float) c[2];
      final float epsilon = (float) c[3];
      final float momentum = (float) c[4];
      final float[] s = slots[0];
      final float[] b = slots[1];
      for (int i = from; i < to; i++) {
        float square = Denormals.flushSquare(keep * s[i] + take * g[i] * g[i]);
        s[i] = square;
        float step = g[i] / ((float) Math.sqrt(square) + epsilon);
        float velocity = Denormals.flush(momentum * b[i] + step);
        b[i] = velocity;
        w[i] -= rate * velocity;
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] s = slots[0];
      double[] b = slots[1];
      for (int i = from; i < to; i++) {
        s[i] = c[1] * s[i] + c[2] * g[i] * g[i];
        b[i] = c[4] * b[i] + g[i] / (Math.sqrt(s[i]) + c[3]);
        w[i] -= c[0] * b[i];
      }
    }
  }

  /** The variance is not below 0 but for rounding, which the maximum takes away. */
  private static final class Centered implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float keep = (float) c[1];
      final float take = (float) c[2];
      final float epsilon = (float) c[3];
      final float momentum = (float) c[4];
      final float[] s = slots[0];
      final float[] b = slots[1];
      final float[] a = slots[2];
      for (int i = from; i < to; i++) {
        float square = Denormals.flushSquare(keep * s[i] + take * g[i] * g[i]);
        float mean = Denormals.flush(keep * a[i] + take * g[i]);
        s[i] = square;
        a[i] = mean;
        float deviation = (float) Math.sqrt(Math.max(0f, square - mean * mean));
        float velocity = Denormals.flush(momentum * b[i] + g[i] / (deviation + epsilon));
        b[i] = velocity;
        w[i] -= rate * velocity;
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] s = slots[0];
      double[] b = slots[1];
      double[] a = slots[2];
      for (int i = from; i < to; i++) {
        s[i] = c[1] * s[i] + c[2] * g[i] * g[i];
        a[i] = c[1] * a[i] + c[2] * g[i];
        double deviation = Math.sqrt(Math.max(0, s[i] - a[i] * a[i]));
        b[i] = c[4] * b[i] + g[i] / (deviation + c[3]);
        w[i] -= c[0] * b[i];
      }
    }
  }
}
