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
 * Newton's method without a matrix, also called Hessian-free: {@code (H + damping I) p = -g} is
 * solved roughly by conjugate gradients with exact products of the Hessian H, then a line search
 * along p for the strong Wolfe conditions takes the step.
 *
 * <p>Nocedal and Wright, "Numerical Optimization", 2006, algorithm 7.1 (line search Newton-CG, with
 * its precision {@code min(0.5, sqrt(|g|)) |g|} and its end at negative curvature). The damping
 * follows Martens, "Deep learning via Hessian-free optimization", ICML 2010, section 4.1: with rho
 * = change of the function / change of its quadratic model, it is multiplied by 3/2 where rho is
 * below 1/4 and divided by that where rho is above 3/4. Products as Pearlmutter, "Fast exact
 * multiplication by the Hessian", Neural Computation 6 (1994): a product costs about three times a
 * gradient.
 *
 * @param iterations largest number of products for one step, at least 1
 * @param damping first damping, at least 0; 0 for none
 * @param tolerance the search is over when no element of the gradient is larger, at least 0
 */
@Keyed
@Description("Hessian-free Newton steps on all rows, by conjugate gradients on exact products.")
@Formula("(H + damping * I) * p = -g by conjugate gradients, w = w + a * p, H the Hessian")
@Source(
    "Nocedal and Wright, \"Numerical Optimization\", Springer 2006, algorithm 7.1; "
        + "Martens, \"Deep learning via Hessian-free optimization\", ICML 2010; products as "
        + "Pearlmutter, \"Fast exact multiplication by the Hessian\", Neural Computation 6, "
        + "1994")
public record NewtonCg(
    @Tip(value = "most Hessian products for one step", min = 1) int iterations,
    @Tip(value = "first damping, 0 for none", min = 0) double damping,
    @Tip(value = "largest element of the gradient at which it is done", min = 0) double tolerance)
    implements Minimizer {
  public NewtonCg {
    Check.atLeast("iterations", iterations, 1);
    Check.notNegative("damping", damping);
    Check.notNegative("tolerance", tolerance);
  }

  @Override
  public Search start(Objective f, double[] w, long seed) throws InterruptedException {
    return new Run(f, w, this);
  }

  private static final class Run extends Descent {
    private static final double DAMPING_FACTOR = 1.5;

    private final int iterations;
    private final LinearSystem newton;
    private double damping;
    private double promised;

    Run(Objective f, double[] w, NewtonCg how) throws InterruptedException {
      super(f, w, how.tolerance, 0.9);
      iterations = how.iterations;
      damping = how.damping;
      newton = new LinearSystem(w.length, (v, product) -> f.hessianProduct(this.w, v, product));
    }

    @Override
    double direct(boolean fresh) throws InterruptedException {
      double norm = Math.sqrt(Vectors.dot(gradient, gradient));
      double precision = Math.min(0.5, Math.sqrt(norm));
      double[] p = newton.solve(gradient, damping, precision, iterations);
      promised = newton.change();
      Vectors.copy(p, direction);
      return Double.isNaN(promised) ? Double.NaN : 1;
    }

    @Override
    void learn(double[] oldPoint, double[] oldGradient, double oldValue, double length) {
      if (damping == 0 || Double.isNaN(promised)) {
        return;
      }
      // A step of length a along the model's minimizer promises a (2 - a) of the whole change.
      double rho = (value() - oldValue) / (promised * length * (2 - length));
      if (!(rho >= 0.25)) {
        damping *= DAMPING_FACTOR;
      } else if (rho > 0.75) {
        damping /= DAMPING_FACTOR;
      }
    }
  }
}
