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
 * Limited-memory BFGS: a quasi-Newton method that keeps the last changes of weights and gradients,
 * s and y, instead of a matrix.
 *
 * <pre>
 *   p = -H g by the two-loop recursion over the pairs, from H0 = (s'y / y'y) I of the newest one
 *   w = w + a p, a from a line search with the strong Wolfe conditions, c1 = 1e-4, c2 = 0.9
 * </pre>
 *
 * <p>Nocedal, "Updating quasi-Newton matrices with limited storage", Mathematics of Computation 35
 * (1980); Nocedal and Wright, "Numerical Optimization", 2006, algorithms 7.4 and 7.5 with
 * algorithms 3.5 and 3.6. The first step is along the gradient. Where no step along p lowers the
 * function, the pairs are forgotten and the gradient is followed once more; where that fails too,
 * the search is over.
 *
 * @param memory number of pairs, at least 1
 * @param tolerance the search is over when no element of the gradient is larger, at least 0
 */
@Keyed
@Description("Limited-memory BFGS on all rows: a quasi-Newton method with a line search.")
@Formula(
    "w = w - a * H * g, H from the last memory pairs of changes of w and g, a from a "
        + "line search for the strong Wolfe conditions")
@Source(
    "Nocedal, \"Updating quasi-Newton matrices with limited storage\", Mathematics of "
        + "Computation 35, 1980; Nocedal and Wright, \"Numerical Optimization\", Springer "
        + "2006, algorithms 7.4 and 7.5")
public record Lbfgs(
    @Tip(value = "number of steps that it remembers", min = 1) int memory,
    @Tip(value = "largest element of the gradient at which it is done", min = 0) double tolerance)
    implements Minimizer {
  public Lbfgs {
    Check.atLeast("memory", memory, 1);
    Check.notNegative("tolerance", tolerance);
  }

  @Override
  public Search start(Objective f, double[] w, long seed) throws InterruptedException {
    return new Run(f, w, this, 0.9);
  }

  /** A search, with the line search's second constant. */
  static final class Run extends Descent {
    private final double[][] s;
    private final double[][] y;
    private final double[] rho;
    private final double[] alpha;
    private int stored;
    private int newest = -1;

    Run(Objective f, double[] w, Lbfgs how, double c2) throws InterruptedException {
      super(f, w, how.tolerance, c2);
      // A function of n numbers is known after n steps.
      int memory = Math.min(how.memory, w.length);
      s = new double[memory][];
      y = new double[memory][];
      rho = new double[memory];
      alpha = new double[memory];
    }

    @Override
    double direct(boolean fresh) {
      if (fresh) {
        stored = 0;
      }
      Vectors.scale(-1, gradient, direction);
      if (stored == 0) {
        return Double.NaN;
      }
      for (int i = 0; i < stored; i++) {
        int at = Math.floorMod(newest - i, s.length);
        alpha[at] = rho[at] * Vectors.dot(s[at], direction);
        Vectors.add(-alpha[at], y[at], direction);
      }
      double scale = 1 / (rho[newest] * Vectors.dot(y[newest], y[newest]));
      Vectors.scale(scale, direction, direction);
      for (int i = stored - 1; i >= 0; i--) {
        int at = Math.floorMod(newest - i, s.length);
        double beta = rho[at] * Vectors.dot(y[at], direction);
        Vectors.add(alpha[at] - beta, s[at], direction);
      }
      return 1;
    }

    @Override
    void learn(double[] oldPoint, double[] oldGradient, double oldValue, double length) {
      int at = (newest + 1) % s.length;
      if (s[at] == null) {
        s[at] = new double[w.length];
        y[at] = new double[w.length];
      }
      Vectors.subtract(w, oldPoint, s[at]);
      Vectors.subtract(gradient, oldGradient, y[at]);
      double sy = Vectors.dot(s[at], y[at]);
      // Without positive curvature there is no positive definite matrix that fits the pair.
      if (sy > 1e-10 * Vectors.dot(y[at], y[at])) {
        rho[at] = 1 / sy;
        newest = at;
        stored = Math.min(stored + 1, s.length);
      } else if (stored == s.length) {
        stored--; // the oldest pair has been overwritten
      }
    }
  }
}
