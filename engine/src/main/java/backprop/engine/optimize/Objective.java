// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

/**
 * A function of all trained weights that a {@link Minimizer} makes small: the mean loss of all rows
 * with the penalties, the same for the same weights whenever it is asked.
 *
 * <p>Vectors are plain arrays in double precision: a minimizer asks for a few passes over all rows
 * and then does a little arithmetic on whole vectors, which costs nothing beside them, and sums and
 * differences of steps that become ever smaller need the digits.
 *
 * <p>All methods may take long; they end with an {@link InterruptedException} when the thread is
 * interrupted.
 */
public interface Objective {
  /** Number of weights. */
  int size();

  /** The function at {@code w}; not a finite number where it has none. */
  double value(double[] w) throws InterruptedException;

  /** The same, and its gradient into {@code gradient}. */
  double gradient(double[] w, double[] gradient) throws InterruptedException;

  /**
   * {@code product = H * v} with the matrix H of second derivatives at {@code w}, exactly.
   *
   * @throws IllegalArgumentException when it has no second derivatives, in one sentence
   */
  default void hessianProduct(double[] w, double[] v, double[] product)
      throws InterruptedException {
    throw new IllegalArgumentException("this function has no second derivatives");
  }

  /**
   * {@code product = G * v} where the function is a sum of squares of residuals r with the Jacobian
   * J, and G the part of the Hessian that is made of first derivatives (2 J'J for the plain sum).
   * Positive semidefinite.
   *
   * @throws IllegalArgumentException when it is no sum of squares, in one sentence
   */
  default void gaussNewtonProduct(double[] w, double[] v, double[] product)
      throws InterruptedException {
    throw new IllegalArgumentException("this function is no sum of squares");
  }
}
