// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import backprop.engine.backend.RandomStream;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Objective;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** A search of {@link CmaEs}; letters as in Hansen's tutorial. */
final class CmaEsRun implements Minimizer.Search {
  private static final double SMALLEST_STEP = 1e-12;
  private static final double LARGEST_CONDITION = 1e14;

  private final Objective f;
  private final RandomStream random;
  private final int n;
  private final int mu;
  private final double[] weights;
  private final double muEffective;
  private final double cc;
  private final double cs;
  private final double c1;
  private final double cmu;
  private final double ds;
  private final double chi;
  private final double[] mean;
  private final double[] pc;
  private final double[] ps;
  private final double[][] c;
  private double[][] b;
  private final double[] d;
  private final double[][] y;
  private final double[] values;
  private final double[] best;
  private double bestValue;
  private double sigma;
  private int generation;
  private int factored;

  CmaEsRun(Objective f, double[] start, int lambda, double sigma, RandomStream random)
      throws InterruptedException {
    this.f = f;
    this.random = random;
    this.sigma = sigma;
    this.n = start.length;
    this.mu = lambda / 2;
    this.weights = new double[mu];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < mu; i++) {
      weights[i] = Math.log((lambda + 1) / 2.0) - Math.log(i + 1);
      sum += weights[i];
    }
    for (int i = 0; i < mu; i++) {
      weights[i] /= sum;
      squares += weights[i] * weights[i];
    }
    this.muEffective = 1 / squares;
    this.cc = (4 + muEffective / n) / (n + 4 + 2 * muEffective / n);
    this.cs = (muEffective + 2) / (n + muEffective + 5);
    this.c1 = 2 / ((n + 1.3) * (n + 1.3) + muEffective);
    this.cmu =
        Math.min(
            1 - c1,
            2 * (0.25 + muEffective + 1 / muEffective - 2) / ((n + 2.0) * (n + 2) + muEffective));
    this.ds = 1 + 2 * Math.max(0, Math.sqrt((muEffective - 1) / (n + 1)) - 1) + cs;
    this.chi = Math.sqrt(n) * (1 - 1 / (4.0 * n) + 1 / (21.0 * n * n));
    this.mean = start.clone();
    this.best = start.clone();
    this.bestValue = f.value(start);
    this.pc = new double[n];
    this.ps = new double[n];
    this.c = new double[n][n];
    this.b = new double[n][n];
    this.d = new double[n];
    for (int i = 0; i < n; i++) {
      c[i][i] = 1;
      b[i][i] = 1;
      d[i] = 1;
    }
    this.y = new double[lambda][n];
    this.values = new double[lambda];
  }

  @Override
  public String iterate() throws InterruptedException {
    if (!factor()) {
      return "the covariance has become too narrow for its precision";
    }
    sample();
    Integer[] order = new Integer[values.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    adapt(order);
    generation++;
    double largest = 0;
    for (double x : d) {
      largest = Math.max(largest, x);
    }
    return sigma * largest < SMALLEST_STEP ? "the step size has shrunk to nothing" : null;
  }

  /** Draws a generation and evaluates it: x = mean + sigma y, y = B D z. */
  private void sample() throws InterruptedException {
    double[] z = new double[n];
    double[] x = new double[n];
    for (int k = 0; k < y.length; k++) {
      for (int i = 0; i < n; i++) {
        z[i] = d[i] * random.nextGaussian();
      }
      for (int i = 0; i < n; i++) {
        y[k][i] = Vectors.dot(b[i], z);
        x[i] = mean[i] + sigma * y[k][i];
      }
      double value = f.value(x);
      values[k] = Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
      if (value < bestValue) {
        bestValue = value;
        Vectors.copy(x, best);
      }
    }
  }

  /** Moves mean, step size and covariance, equations 41 to 47. */
  private void adapt(Integer[] order) {
    double[] step = new double[n];
    for (int i = 0; i < mu; i++) {
      Vectors.add(weights[i], y[order[i]], step);
    }
    Vectors.add(sigma, step, mean);
    double[] white = whitened(step);
    Vectors.scale(1 - cs, ps, ps);
    Vectors.add(Math.sqrt(cs * (2 - cs) * muEffective), white, ps);
    double norm = Math.sqrt(Vectors.dot(ps, ps));
    double settled = Math.sqrt(1 - Math.pow(1 - cs, 2.0 * (generation + 1)));
    boolean h = norm / settled < (1.4 + 2 / (n + 1.0)) * chi;
    Vectors.scale(1 - cc, pc, pc);
    if (h) {
      Vectors.add(Math.sqrt(cc * (2 - cc) * muEffective), step, pc);
    }
    double kept = 1 - c1 - cmu + (h ? 0 : c1 * cc * (2 - cc));
    for (int i = 0; i < n; i++) {
      Vectors.scale(kept, c[i], c[i]);
      Vectors.add(c1 * pc[i], pc, c[i]);
      for (int k = 0; k < mu; k++) {
        double[] yk = y[order[k]];
        Vectors.add(cmu * weights[k] * yk[i], yk, c[i]);
      }
    }
    sigma *= Math.exp(Math.min(1, cs / ds * (norm / chi - 1)));
  }

  /** C to the power -1/2, times a vector: B D^-1 B'. */
  private double[] whitened(double[] step) {
    double[] z = new double[n];
    for (int i = 0; i < n; i++) {
      Vectors.add(step[i], b[i], z);
    }
    for (int i = 0; i < n; i++) {
      z[i] /= d[i];
    }
    double[] white = new double[n];
    for (int i = 0; i < n; i++) {
      white[i] = Vectors.dot(b[i], z);
    }
    return white;
  }

  /** Eigenvectors and roots of eigenvalues of C, when the old ones are out of date. */
  private boolean factor() {
    double every = 1 / ((c1 + cmu) * n * 10);
    if (generation == 0 || generation - factored < every) {
      return true;
    }
    factored = generation;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        c[i][j] = c[j][i]; // exactly symmetric, whatever the rounding
      }
    }
    EigenDecomposition e;
    try {
      e = new EigenDecomposition(new Array2DRowRealMatrix(c, false));
    } catch (MathIllegalStateException notConverged) {
      return false;
    }
    double[] eigenvalues = e.getRealEigenvalues();
    double most = 0;
    double least = Double.POSITIVE_INFINITY;
    for (double x : eigenvalues) {
      most = Math.max(most, x);
      least = Math.min(least, x);
    }
    if (!(least > 0) || most > LARGEST_CONDITION * least) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      d[i] = Math.sqrt(eigenvalues[i]);
    }
    b = e.getV().getData();
    return true;
  }

  @Override
  public double[] point() {
    return best;
  }

  @Override
  public double value() {
    return bestValue;
  }
}
