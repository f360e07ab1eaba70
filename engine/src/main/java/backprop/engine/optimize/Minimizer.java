// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

/**
 * Minimizes the loss of all rows as one function of the weights: methods of second order, which
 * learn the function's curvature, and methods without gradients. One iteration is an epoch of
 * training. Immutable: what it remembers is in the {@link Search}.
 */
public non-sealed interface Minimizer extends Optimization {
  /**
   * A search that starts at {@code w}; evaluates the function there.
   *
   * @param w first point; not kept
   * @param seed fixes everything random
   * @throws IllegalArgumentException when the function does not suit the method, in one sentence
   */
  Search start(Objective f, double[] w, long seed) throws InterruptedException;

  /** Whether it follows gradients; if not, the function may have none. */
  default boolean usesGradients() {
    return true;
  }

  /** A minimization in progress. */
  interface Search {
    /**
     * One iteration. The function's value never rises.
     *
     * @return null as long as there is more to do, or why the search is over, in a few words; its
     *     point is then the last one
     */
    String iterate() throws InterruptedException;

    /** Where it is: the best point so far. Not to be changed. */
    double[] point();

    /** The function's value there. */
    double value();
  }
}
