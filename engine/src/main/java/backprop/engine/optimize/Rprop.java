// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.UpdateRule;
import backprop.engine.schedule.Progress;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Resilient backpropagation: every weight has a step size of its own, which grows while its
 * gradient keeps its sign and shrinks when the sign changes; the gradient's size does not matter.
 * For full batches: the signs of minibatches' gradients change by chance.
 *
 * <pre>
 *   g * g' > 0:   s = min(s * grow, maximum);     w = w - sign(g) * s
 *   g * g' < 0:   s = max(s * shrink, minimum);   w = w before the last step, if backtrack and the
 *                                                 loss has risen, else as it is;   g = 0
 *   else:         w = w - sign(g) * s
 *   g' = g
 * </pre>
 *
 * <p>With {@code backtrack} this is iRprop+, without it iRprop- (Igel and Huesken, "Empirical
 * evaluation of the improved Rprop learning algorithms", Neurocomputing 2003, algorithms 2 and 4);
 * PyTorch's {@code Rprop} is iRprop-. The original is Riedmiller and Braun, "A direct adaptive
 * method for faster backpropagation learning: the RPROP algorithm", 1993. The loss compared is that
 * of the minibatch without penalties; where it is unknown, it counts as not risen. The weight
 * before the last step is that without weight decay or constraints, which act in addition. {@link
 * Progress#rateScale} and the groups' factors multiply the sizes. Slots: g', s, loss'.
 *
 * @param initial first step size, above 0
 * @param grow factor of a size while the sign stays, at least 1
 * @param shrink factor of a size when the sign changes, in (0, 1)
 * @param minimum smallest step size, above 0
 * @param maximum largest step size, at least the minimum
 * @param backtrack whether a step after which the loss and the sign are wrong is taken back
 */
@Keyed
@Description(
    "Rprop: a step size for each weight, adapted by the gradient's sign; for full batches.")
@Formula(
    "s = min(s * grow, maximum) while the gradient keeps its sign, max(s * shrink, "
        + "minimum) when it changes; w = w - sign(g) * s, but when the sign changes w "
        + "stays, or goes back if the loss has risen")
@Source(
    "Igel and Huesken, \"Empirical evaluation of the improved Rprop learning "
        + "algorithms\", Neurocomputing 50, 2003, algorithms 2 and 4")
public record Rprop(
    @Tip(value = "first step size", above = 0) double initial,
    @Tip(value = "factor of a size while the sign stays", min = 1) double grow,
    @Tip(value = "factor of a size when the sign changes", above = 0, below = 1) double shrink,
    @Tip(value = "smallest step size", above = 0) double minimum,
    @Tip(value = "largest step size", above = 0) double maximum,
    @Tip("whether a step is taken back when the loss has risen") boolean backtrack)
    implements Optimizer {
  private static final UpdateRule START = new Start();
  private static final UpdateRule RULE = new Rule();

  public Rprop {
    Check.positive("initial", initial);
    Check.positive("minimum", minimum);
    Check.positive("maximum", maximum);
    if (!(grow >= 1 && grow < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("grow is " + grow + ", allowed are numbers at least 1");
    }
    if (!(shrink > 0 && shrink < 1)) {
      throw new IllegalArgumentException(
          "shrink is " + shrink + ", allowed are numbers above 0 and below 1");
    }
    if (!(minimum <= maximum)) {
      throw new IllegalArgumentException(
          "minimum is " + minimum + ", allowed are numbers up to the maximum, " + maximum);
    }
  }

  @Override
  public int slots() {
    return 3;
  }

  /** The first step size, scaled. */
  @Override
  public double rate(Progress p) {
    return initial * p.rateScale();
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    double[] c = parameters.scratch();
    if (p.step() == 0) {
      c[0] = initial;
      parameters.update(k, START);
    }
    c[1] = grow;
    c[2] = shrink;
    c[3] = minimum;
    c[4] = maximum;
    c[5] = backtrack ? 1 : 0;
    c[6] = parameters.loss();
    parameters.update(k, RULE, p.rateScale());
  }

  private static final class Start implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      for (int i = from; i < to; i++) {
        slots[0][i] = 0;
        slots[1][i] = (float) c[0];
        slots[2][i] = Float.NaN;
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      for (int i = from; i < to; i++) {
        slots[0][i] = 0;
        slots[1][i] = c[0];
        slots[2][i] = Double.NaN;
      }
    }
  }

  private static final class Rule implements UpdateRule {
    @Override
    public void update(float[] w, float[] g, float[][] slots, double[] c, int from, int to) {
      final float scale = (float) c[0];
      final float backtrack = (float) c[5];
      final float loss = (float) c[6];
      final float[] before = slots[0];
      final float[] sizes = slots[1];
      final float[] losses = slots[2];
      for (int i = from; i < to; i++) {
        float sign = Math.signum(g[i]);
        float turn = sign * Math.signum(before[i]);
        float size = sizes[i];
        if (turn < 0) {
          float back = loss > losses[i] ? backtrack : 0;
          w[i] -= back * sign * scale * size;
          sizes[i] = Math.max(size * (float) c[2], (float) c[3]);
          before[i] = 0;
        } else {
          size = turn > 0 ? Math.min(size * (float) c[1], (float) c[4]) : size;
          w[i] -= sign * scale * size;
          sizes[i] = size;
          before[i] = g[i];
        }
        losses[i] = loss;
      }
    }

    @Override
    public void update(double[] w, double[] g, double[][] slots, double[] c, int from, int to) {
      double[] before = slots[0];
      double[] sizes = slots[1];
      double[] losses = slots[2];
      for (int i = from; i < to; i++) {
        double sign = Math.signum(g[i]);
        double turn = sign * Math.signum(before[i]);
        if (turn < 0) {
          double back = c[6] > losses[i] ? c[5] : 0;
          w[i] -= back * sign * c[0] * sizes[i];
          sizes[i] = Math.max(sizes[i] * c[2], c[3]);
          before[i] = 0;
        } else {
          sizes[i] = turn > 0 ? Math.min(sizes[i] * c[1], c[4]) : sizes[i];
          w[i] -= sign * c[0] * sizes[i];
          before[i] = g[i];
        }
        losses[i] = c[6];
      }
    }
  }
}
