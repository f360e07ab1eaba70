// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * A differentiable function of one number, applied to every element of a matrix.
 *
 * <p>The scalar methods define it in double precision and serve the reference backend. The loops
 * are the fast form in float: one simple loop over the <em>same index of every array</em>, because
 * only then does the JVM's compiler vectorize it on Java 17 (ten times faster). Loops allocate
 * nothing.
 */
public interface Elementwise {
  /** The function. */
  double value(double x);

  /** Its derivative at {@code x}, given also {@code y = value(x)}. */
  double derivative(double x, double y);

  /**
   * Its second derivative at {@code x}, given also {@code y = value(x)}; needed for exact products
   * with the Hessian. At a kink, where there is none, the limit from one side.
   */
  double curvature(double x, double y);

  /** {@code y[i] = f(x[i])} for {@code from <= i < to}; x and y may be the same array. */
  void forward(float[] x, float[] y, int from, int to);

  /**
   * {@code dx[i] = dy[i] * f'(x[i])} for {@code from <= i < to}, where {@code y[i] = f(x[i])}. The
   * arrays dy and dx may be the same.
   */
  void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to);

  /** Whether {@link #backward} reads x; where it does not, x may hold anything. */
  default boolean backwardReadsInput() {
    return true;
  }
}
