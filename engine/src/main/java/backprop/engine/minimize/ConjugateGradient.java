// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Objective;
import backprop.engine.text.Description;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Nonlinear conjugate gradients, {@code p = -g + beta p}, with a line search for the strong Wolfe
 * conditions, c1 = 1e-4 and c2 = 0.1.
 *
 * <pre>
 *   Fletcher-Reeves   beta = g'g / g0'g0
 *   Polak-Ribiere     beta = max(0, g'(g - g0) / g0'g0)          g0: the gradient before
 * </pre>
 *
 * <p>Fletcher and Reeves, "Function minimization by conjugate gradients", Computer Journal 7
 * (1964); Polak and Ribiere (1969) in the form PR+ that starts afresh by itself. Nocedal and
 * Wright, "Numerical Optimization", 2006, algorithm 5.4 and equations 5.41a, 5.44, 5.45. Starts
 * afresh along the gradient where two gradients in a row are far from orthogonal (equation 5.52),
 * with Fletcher-Reeves, and wherever p would not descend.
 *
 * @param formula for beta
 * @param tolerance the search is over when no element of the gradient is larger, at least 0
 */
@Keyed
@Description("Nonlinear conjugate gradients on all rows, with a line search.")
@backprop.engine.text.Formula(
    "p = -g + beta * p, w = w + a * p; fletcher-reeves: beta = g'g / g0'g0, "
        + "polak-ribiere: beta = max(0, g'(g - g0) / g0'g0), g0 the gradient before")
@Source(
    "Fletcher and Reeves, \"Function minimization by conjugate gradients\", Computer "
        + "Journal 7, 1964; Nocedal and Wright, \"Numerical Optimization\", Springer 2006, "
        + "algorithm 5.4 and equations 5.41a and 5.44")
public record ConjugateGradient(
    @Tip("how much of the last direction is kept") Formula formula,
    @Tip(value = "largest element of the gradient at which it is done", min = 0) double tolerance)
    implements Minimizer {
  /** For beta. */
  public enum Formula {
    FLETCHER_REEVES,
    POLAK_RIBIERE
  }

  public ConjugateGradient {
    Check.notNegative("tolerance", tolerance);
  }

  @Override
  public Search start(Objective f, double[] w, long seed) throws InterruptedException {
    return new Run(f, w, this);
  }

  private static final class Run extends Descent {
    private static final double FAR_FROM_ORTHOGONAL = 0.1;

    private final Formula formula;
    private final double[] kept;
    private double beta;

    Run(Objective f, double[] w, ConjugateGradient how) throws InterruptedException {
      super(f, w, how.tolerance, 0.1);
      formula = how.formula;
      kept = new double[w.length];
    }

    @Override
    double direct(boolean fresh) {
      Vectors.copy(direction, kept);
      Vectors.scale(-1, gradient, direction);
      if (!fresh && beta != 0) {
        Vectors.add(beta, kept, direction);
        if (!(Vectors.dot(direction, gradient) < 0)) {
          Vectors.scale(-1, gradient, direction);
        }
      }
      return Double.NaN;
    }

    @Override
    void learn(double[] oldPoint, double[] oldGradient, double oldValue, double length) {
      double now = Vectors.dot(gradient, gradient);
      double before = Vectors.dot(oldGradient, oldGradient);
      double both = Vectors.dot(gradient, oldGradient);
      if (formula == Formula.POLAK_RIBIERE) {
        beta = Math.max(0, (now - both) / before);
      } else {
        beta = Math.abs(both) >= FAR_FROM_ORTHOGONAL * now ? 0 : now / before;
      }
    }
  }
}
