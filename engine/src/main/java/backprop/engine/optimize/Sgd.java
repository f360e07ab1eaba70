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
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Stochastic gradient descent.
 *
 * <pre>
 *   plain      w = w - rate * g
 *   momentum   v = momentum * v + g;   w = w - rate * v
 *   Nesterov   v = momentum * v + g;   w = w - rate * (g + momentum * v)
 * </pre>
 *
 * <p>The form of PyTorch's {@code SGD} without dampening: the rate multiplies the velocity when it
 * is used, so that a change of the rate acts at once (Sutskever, Martens, Dahl and Hinton, "On the
 * importance of initialization and momentum in deep learning", ICML 2013, put it into the
 * velocity). Slots: v, or none where the momentum is the constant 0.
 *
 * @param rate learning rate, at least 0
 * @param momentum factor of the velocity, in [0, 1)
 * @param nesterov whether the gradient is followed from where the velocity leads; needs a momentum
 */
@Keyed
@Description("Stochastic gradient descent, with momentum or Nesterov's momentum if wanted.")
@Formula("v = momentum * v + g; w = w - rate * v, Nesterov: w = w - rate * (g + momentum " + "* v)")
@Source(
    "Sutskever, Martens, Dahl and Hinton, \"On the importance of initialization and "
        + "momentum in deep learning\", ICML 2013, equations 1 to 4")
public record Sgd(
    @Tip(value = "learning rate", above = 0) Schedule rate,
    @Tip(value = "factor of the velocity", min = 0, below = 1) Schedule momentum,
    @Tip("whether Nesterov's momentum is used") boolean nesterov)
    implements Optimizer {
  private static final Constant NO_MOMENTUM = new Constant(0);
  private static final UpdateRule PLAIN = new Plain();
  private static final UpdateRule CLASSICAL = new Classical();
  private static final UpdateRule NESTEROV = new Nesterov();

  public Sgd {
    Check.rate(rate);
    Check.schedule("momentum", momentum, 1);
    if (nesterov && momentum.equals(NO_MOMENTUM)) {
      throw new IllegalArgumentException("nesterov needs a momentum above 0");
    }
  }

  @Override
  public int slots() {
    return momentum.equals(NO_MOMENTUM) ? 0 : 1;
  }

  @Override
  public double rate(Progress p) {
    return rate.at(p) * p.rateScale();
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    UpdateRule rule = slots() == 0 ? PLAIN : nesterov ? NESTEROV : CLASSICAL;
    double now = rate(p);
    double[] c = parameters.scratch();
    c[1] = momentum.at(p);
    for (int i = 0; i < parameters.groups().size(); i++) {
      c[0] = now * parameters.groups().get(i).rateFactor();
      parameters.update(k, rule, i);
    }
  }

  private static final class Plain implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      for (int i = from; i < to; i++) {
        w[i] -= rate * g[i];
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      for (int i = from; i < to; i++) {
        w[i] -= c[0] * g[i];
      }
    }
  }

  private static final class Classical implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float momentum = (float) c[1];
      final float[] v = slots[0];
      for (int i = from; i < to; i++) {
        float velocity = Denormals.flush(momentum * v[i] + g[i]);
        v[i] = velocity;
        w[i] -= rate * velocity;
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] v = slots[0];
      for (int i = from; i < to; i++) {
        v[i] = c[1] * v[i] + g[i];
        w[i] -= c[0] * v[i];
      }
    }
  }

  private static final class Nesterov implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float rate = (float) c[0];
      final float momentum = (float) c[1];
      final float[] v = slots[0];
      for (int i = from; i < to; i++) {
        float velocity = Denormals.flush(momentum * v[i] + g[i]);
        v[i] = velocity;
        w[i] -= rate * (g[i] + momentum * velocity);
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] v = slots[0];
      for (int i = from; i < to; i++) {
        v[i] = c[1] * v[i] + g[i];
        w[i] -= c[0] * (g[i] + c[1] * v[i]);
      }
    }
  }
}
