// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import backprop.engine.backend.RandomStream;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Objective;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Evolution strategy with covariance matrix adaptation: a generation of points is drawn from a
 * normal distribution whose mean, step size and covariance follow the better half of them. Needs no
 * gradients. An iteration is a generation, hence {@code population} passes over all rows.
 *
 * <p>Hansen, "The CMA evolution strategy: a tutorial", 2016 (arXiv:1604.00772), figure 6 with the
 * default parameters of table 1, positive weights only; the covariance is factored anew when that
 * costs less than the generations between (its appendix B.2). Ends where the step size has shrunk
 * to the precision of the weights, or where the covariance has become too narrow to be factored.
 *
 * <p>Memory and time grow with the square and the cube of the number of weights: more than {@value
 * #LARGEST} are refused.
 *
 * @param population points of a generation, at least 2; 0 for {@code 4 + 3 ln n}
 * @param sigma standard deviation of the first generation around the first weights, above 0
 */
@Keyed
@Description("Evolution strategy with covariance matrix adaptation, without gradients.")
@Formula(
    "w_k ~ m + sigma * N(0, C), m = weighted mean of the better half of the w_k; sigma "
        + "and C follow the path of m")
@Source("Hansen, \"The CMA evolution strategy: a tutorial\", 2016 (arXiv 1604.00772), figure 6")
public record CmaEs(
    @Tip(value = "points of a generation, 0 for 4 + 3 ln n", min = 0) int population,
    @Tip(value = "standard deviation of the first generation", above = 0) double sigma)
    implements Minimizer {
  /** The largest number of weights. */
  public static final int LARGEST = 2000;

  public CmaEs {
    if (population < 0 || population == 1) {
      throw new IllegalArgumentException(
          "population is " + population + ", allowed are 0 and whole numbers from 2");
    }
    Check.positive("sigma", sigma);
  }

  @Override
  public Search start(Objective f, double[] w, long seed) throws InterruptedException {
    Check.size(f, w);
    if (w.length > LARGEST) {
      throw new IllegalArgumentException(
          "cma-es keeps a matrix of all pairs of weights and can do with "
              + LARGEST
              + " weights at most, this network has "
              + w.length
              + ": use genetic, or an optimizer with gradients such as lbfgs or adam");
    }
    int lambda = population > 0 ? population : 4 + (int) (3 * Math.log(w.length));
    return new CmaEsRun(f, w, lambda, sigma, new RandomStream(RandomStream.key(seed, 0xC3A)));
  }

  @Override
  public boolean usesGradients() {
    return false;
  }
}
