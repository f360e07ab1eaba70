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
 * Lookahead: slow weights that go a part of the way to where another optimizer has been after some
 * steps, from where it starts again.
 *
 * <pre>
 *   every step            w = the inner optimizer's step
 *   every `steps` steps   s = s + alpha * (w - s);   w = s
 * </pre>
 *
 * <p>Zhang, Lucas, Hinton and Ba, "Lookahead optimizer: k steps forward, 1 step back", NeurIPS
 * 2019, algorithm 1, with its 5 steps and alpha 0.5; the inner optimizer keeps its state. The slow
 * weights are those that are judged and kept. Slots: the inner optimizer's, and s.
 *
 * @param steps steps between two moves of the slow weights, at least 1
 * @param alpha part of the way, above 0 and at most 1
 * @param optimizer takes the steps
 */
@Description("Lookahead: slow weights that follow another optimizer's weights from time to time.")
@Formula("every so many steps of the optimizer: s = s + alpha * (w - s), w = s")
@Source(
    "Zhang, Lucas, Hinton and Ba, \"Lookahead optimizer: k steps forward, 1 step "
        + "back\", NeurIPS 2019, algorithm 1")
public record Lookahead(
    @Tip(value = "steps between two moves of the slow weights", unit = "steps", min = 1) int steps,
    @Tip(value = "part of the way that the slow weights go", above = 0, max = 1) double alpha,
    @Tip(value = "the optimizer that takes the steps", required = true) Optimizer optimizer)
    implements WrappingOptimizer {
  private static final UpdateRule START = new Start();
  private static final UpdateRule FOLLOW = new Follow();

  public Lookahead {
    if (steps < 1) {
      throw new IllegalArgumentException("steps is " + steps + ", allowed are 1 and above");
    }
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException(
          "alpha is " + alpha + ", allowed are numbers above 0 and at most 1");
    }
  }

  @Override
  public int ownSlots() {
    return 1;
  }

  /** The slow weights, except right after they moved, when the weights are the same. */
  @Override
  public int keptSlot(Progress p) {
    return p.step() % steps == 0 ? -1 : optimizer.slots();
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    double[] c = parameters.scratch();
    if (p.step() == 0) {
      c[0] = optimizer.slots();
      parameters.update(k, START);
    }
    optimizer.step(k, p, parameters);
    if ((p.step() + 1) % steps == 0) {
      c[0] = optimizer.slots();
      c[1] = alpha;
      parameters.update(k, FOLLOW);
    }
  }

  private static final class Start implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      System.arraycopy(w, from, slots[(int) c[0]], from, to - from);
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      System.arraycopy(w, from, slots[(int) c[0]], from, to - from);
    }
  }

  private static final class Follow implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float alpha = (float) c[1];
      final float[] slow = slots[(int) c[0]];
      for (int i = from; i < to; i++) {
        float moved = slow[i] + alpha * (w[i] - slow[i]);
        slow[i] = moved;
        w[i] = moved;
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] slow = slots[(int) c[0]];
      for (int i = from; i < to; i++) {
        slow[i] += c[1] * (w[i] - slow[i]);
        w[i] = slow[i];
      }
    }
  }
}
