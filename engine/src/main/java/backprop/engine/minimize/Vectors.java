// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

/** The little arithmetic on whole vectors that minimizers need. */
final class Vectors {
  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** {@code y = y + alpha * x}. */
  static void add(double alpha, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] += alpha * x[i];
    }
  }

  /** {@code y = alpha * x}. */
  static void scale(double alpha, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = alpha * x[i];
    }
  }

  /** {@code y = a - b}. */
  static void subtract(double[] a, double[] b, double[] y) {
    for (int i = 0; i < a.length; i++) {
      y[i] = a[i] - b[i];
    }
  }

  static void copy(double[] x, double[] y) {
    System.arraycopy(x, 0, y, 0, x.length);
  }

  /** The largest absolute value. */
  static double largest(double[] x) {
    double most = 0;
    for (double v : x) {
      most = Math.max(most, Math.abs(v));
    }
    return most;
  }

  /** Whether no element is NaN or infinite. */
  static boolean finite(double[] x) {
    for (double v : x) {
      if (!Double.isFinite(v)) {
        return false;
      }
    }
    return true;
  }
}
