// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import java.util.Arrays;

/**
 * Solves {@code (A + damping I) p = -g} by conjugate gradients, of the symmetric A only products
 * being known: Nocedal and Wright, "Numerical Optimization", 2006, algorithm 5.2 with the end of
 * algorithm 7.1 where the curvature is not positive.
 */
final class LinearSystem {
  private final Product product;
  private final double[] residual;
  private final double[] direction;
  private final double[] image;
  private final double[] solution;
  private double change;

  /** A matrix by its products. */
  interface Product {
    /** {@code product = A * v}. */
    void of(double[] v, double[] product) throws InterruptedException;
  }

  LinearSystem(int size, Product product) {
    this.product = product;
    this.residual = new double[size];
    this.direction = new double[size];
    this.image = new double[size];
    this.solution = new double[size];
  }

  /**
   * Solves until the residual is at most {@code precision} times the gradient's norm. Where it
   * meets a direction along which the function does not curve upwards, it ends with what it has, or
   * with the negative gradient if that is nothing yet.
   *
   * @return the solution; overwritten by the next call
   */
  double[] solve(double[] gradient, double damping, double precision, int iterations)
      throws InterruptedException {
    int n = gradient.length;
    Arrays.fill(solution, 0);
    Vectors.copy(gradient, residual);
    Vectors.scale(-1, gradient, direction);
    double square = Vectors.dot(residual, residual);
    double enough = precision * precision * square;
    boolean straight = false;
    for (int j = 0; j < iterations && square > enough; j++) {
      product.of(direction, image);
      Vectors.add(damping, direction, image);
      double curvature = Vectors.dot(direction, image);
      if (!(curvature > 1e-14 * Vectors.dot(direction, direction))) {
        if (j == 0) {
          Vectors.copy(direction, solution);
          straight = true;
        }
        break;
      }
      double alpha = square / curvature;
      Vectors.add(alpha, direction, solution);
      Vectors.add(alpha, image, residual);
      double next = Vectors.dot(residual, residual);
      double beta = next / square;
      for (int i = 0; i < n; i++) {
        direction[i] = beta * direction[i] - residual[i];
      }
      square = next;
    }
    // q(p) = g'p + p'(A + damping I)p / 2, and (A + damping I)p = residual - g.
    change =
        straight
            ? Double.NaN
            : 0.5 * (Vectors.dot(gradient, solution) + Vectors.dot(residual, solution));
    return solution;
  }

  /** The change of the damped quadratic model that the solution promises; NaN without a model. */
  double change() {
    return change;
  }
}
