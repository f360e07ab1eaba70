// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Objective;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Levenberg-Marquardt for sums of squares: {@code (G + damping I) p = -g} with the Gauss-Newton
 * matrix G, which is made of first derivatives. A step that lowers the function is taken and the
 * damping divided by ten; else the damping is multiplied by ten and the step tried again.
 *
 * <p>Levenberg (1944), Marquardt (1963); the form and the numbers of Hagan and Menhaj, "Training
 * feedforward networks with the Marquardt algorithm", IEEE Transactions on Neural Networks 5
 * (1994), as in MATLAB's trainlm. The system is solved by conjugate gradients with exact products
 * of G, so that networks of any size have room. Penalties such as l2 take part with their exact
 * curvature.
 *
 * @param damping first damping, above 0
 * @param iterations largest number of products for one system, at least 1
 * @param tolerance the search is over when no element of the gradient is larger, at least 0
 */
@Keyed
@Description("Levenberg-Marquardt on all rows, for the mean squared error.")
@Formula(
    "(G + damping * I) * p = -g, w = w + p, G the Gauss-Newton matrix; damping / 10 "
        + "after a step that lowers the function, else damping * 10")
@Source(
    "Hagan and Menhaj, \"Training feedforward networks with the Marquardt algorithm\", "
        + "IEEE Transactions on Neural Networks 5, 1994")
public record LevenbergMarquardt(
    @Tip(value = "first damping", above = 0) double damping,
    @Tip(value = "most Gauss-Newton products for one system", min = 1) int iterations,
    @Tip(value = "largest element of the gradient at which it is done", min = 0) double tolerance)
    implements Minimizer {
  public LevenbergMarquardt {
    Check.positive("damping", damping);
    Check.atLeast("iterations", iterations, 1);
    Check.notNegative("tolerance", tolerance);
  }

  @Override
  public Search start(Objective f, double[] w, long seed) throws InterruptedException {
    Check.size(f, w);
    return new Run(f, w, this);
  }

  private static final class Run implements Search {
    private static final double FACTOR = 10;
    private static final double LEAST = 1e-20;
    private static final double MOST = 1e10;

    /** Residual of the linear system, relative to the gradient. */
    private static final double PRECISION = 1e-6;

    private final Objective f;
    private final LevenbergMarquardt how;
    private final LinearSystem system;
    private double[] w;
    private double[] gradient;
    private double[] trial;
    private double[] trialGradient;
    private double value;
    private double damping;

    Run(Objective f, double[] start, LevenbergMarquardt how) throws InterruptedException {
      this.f = f;
      this.how = how;
      this.damping = how.damping;
      this.w = start.clone();
      this.gradient = new double[w.length];
      this.trial = new double[w.length];
      this.trialGradient = new double[w.length];
      this.system = new LinearSystem(w.length, (v, product) -> f.gaussNewtonProduct(w, v, product));
      this.value = f.gradient(w, gradient);
    }

    @Override
    public String iterate() throws InterruptedException {
      if (Vectors.largest(gradient) <= how.tolerance) {
        return Check.FLAT;
      }
      while (damping <= MOST) {
        double[] p = system.solve(gradient, damping, PRECISION, how.iterations);
        Vectors.copy(w, trial);
        Vectors.add(1, p, trial);
        double there = f.gradient(trial, trialGradient);
        if (there < value && Vectors.finite(trialGradient)) {
          take(there);
          damping = Math.max(LEAST, damping / FACTOR);
          return Vectors.largest(gradient) <= how.tolerance ? Check.FLAT : null;
        }
        damping *= FACTOR;
      }
      return Check.STUCK;
    }

    private void take(double there) {
      double[] t = w;
      w = trial;
      trial = t;
      t = gradient;
      gradient = trialGradient;
      trialGradient = t;
      value = there;
    }

    @Override
    public double[] point() {
      return w;
    }

    @Override
    public double value() {
      return value;
    }
  }
}
