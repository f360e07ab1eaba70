// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import backprop.engine.optimize.Objective;

/** Textbook functions to minimize. */
final class Functions {
  private Functions() {}

  /** A function that counts its evaluations. */
  abstract static class Counted implements Objective {
    int evaluations;

    abstract double at(double[] w, double[] g);

    @Override
    public double value(double[] w) {
      evaluations++;
      return at(w, new double[size()]);
    }

    @Override
    public double gradient(double[] w, double[] g) {
      evaluations++;
      return at(w, g);
    }
  }

  /** Rosenbrock's valley, {@code 100 (y - x^2)^2 + (1 - x)^2}: minimum 0 at (1, 1). */
  static final class Rosenbrock extends Counted {
    @Override
    public int size() {
      return 2;
    }

    @Override
    double at(double[] w, double[] g) {
      double a = w[1] - w[0] * w[0];
      double b = 1 - w[0];
      g[0] = -400 * a * w[0] - 2 * b;
      g[1] = 200 * a;
      return 100 * a * a + b * b;
    }

    @Override
    public void hessianProduct(double[] w, double[] v, double[] product) {
      double xx = 1200 * w[0] * w[0] - 400 * w[1] + 2;
      double xy = -400 * w[0];
      product[0] = xx * v[0] + xy * v[1];
      product[1] = xy * v[0] + 200 * v[1];
    }

    @Override
    public void gaussNewtonProduct(double[] w, double[] v, double[] product) {
      // Residuals 10 (y - x^2) and 1 - x; G = 2 J'J.
      double first = -20 * w[0] * v[0] + 10 * v[1];
      product[0] = 2 * (-20 * w[0] * first + v[0]);
      product[1] = 2 * (10 * first);
    }
  }

  /** {@code sum of c_i (w_i - 1)^2 / 2} after a rotation: convex, condition as given. */
  static final class Quadratic extends Counted {
    private final double[] curvatures;

    Quadratic(int size, double condition) {
      curvatures = new double[size];
      for (int i = 0; i < size; i++) {
        curvatures[i] = Math.pow(condition, (double) i / Math.max(1, size - 1));
      }
    }

    @Override
    public int size() {
      return curvatures.length;
    }

    /** A reflection that mixes all coordinates. */
    private double[] mixed(double[] x) {
      double sum = 0;
      for (double v : x) {
        sum += v;
      }
      double[] m = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        m[i] = x[i] - 2 * sum / x.length;
      }
      return m;
    }

    @Override
    double at(double[] w, double[] g) {
      double[] x = mixed(w);
      double sum = 0;
      double[] slope = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        sum += curvatures[i] * (x[i] - 1) * (x[i] - 1) / 2;
        slope[i] = curvatures[i] * (x[i] - 1);
      }
      Vectors.copy(mixed(slope), g);
      return sum;
    }

    @Override
    public void hessianProduct(double[] w, double[] v, double[] product) {
      double[] x = mixed(v);
      for (int i = 0; i < x.length; i++) {
        x[i] *= curvatures[i];
      }
      Vectors.copy(mixed(x), product);
    }

    @Override
    public void gaussNewtonProduct(double[] w, double[] v, double[] product) {
      hessianProduct(w, v, product);
    }
  }

  /** A function along a line, given with its derivative. */
  abstract static class Line extends Counted {
    abstract double value(double a);

    abstract double slope(double a);

    @Override
    public final int size() {
      return 1;
    }

    @Override
    final double at(double[] w, double[] g) {
      g[0] = slope(w[0]);
      return value(w[0]);
    }
  }
}
