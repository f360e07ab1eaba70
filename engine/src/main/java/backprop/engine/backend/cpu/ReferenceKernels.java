// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static backprop.engine.backend.cpu.Cells.columnSum;
import static backprop.engine.backend.cpu.Cells.each;
import static backprop.engine.backend.cpu.Cells.get;
import static backprop.engine.backend.cpu.Cells.put;
import static backprop.engine.backend.cpu.Cells.rowSum;
import static backprop.engine.backend.cpu.Cells.set;
import static backprop.engine.backend.cpu.Cells.square;
import static backprop.engine.backend.cpu.Cells.sum;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Checks;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.RowKernels;
import backprop.engine.backend.SequenceKernels;
import backprop.engine.backend.TableKernels;
import backprop.engine.backend.UpdateRule;

/** Every kernel as its definition says, element by element, in double precision. */
final class ReferenceKernels implements Kernels {
  private final ImageKernels images = new ReferenceImageKernels();
  private final GroupKernels groups = new ReferenceGroupKernels();
  private final TableKernels tables = new ReferenceTableKernels();
  private final SequenceKernels sequences = new ReferenceSequenceKernels();
  private final RowKernels rowKernels = new ReferenceRowKernels();

  @Override
  public String backend() {
    return "reference";
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public ImageKernels images() {
    return images;
  }

  @Override
  public GroupKernels groups() {
    return groups;
  }

  @Override
  public TableKernels tables() {
    return tables;
  }

  @Override
  public SequenceKernels sequences() {
    return sequences;
  }

  @Override
  public RowKernels rows() {
    return rowKernels;
  }

  @Override
  public Buffer allocate(int size) {
    return new DoubleArray(size);
  }

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Matrix a,
      Matrix b,
      double beta,
      Matrix c) {
    Checks.gemm(transposeA, transposeB, a, b, c);
    int inner = transposeA ? a.rows() : a.columns();
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double sum = 0;
        for (int p = 0; p < inner; p++) {
          sum +=
              (transposeA ? get(a, p, i) : get(a, i, p))
                  * (transposeB ? get(b, j, p) : get(b, p, j));
        }
        put(c, i, j, alpha * sum, beta);
      }
    }
  }

  @Override
  public void affine(Matrix x, Matrix w, Matrix bias, Matrix y) {
    Checks.affine(x, w, bias, y);
    gemm(false, false, 1, x, w, 0, y);
    if (bias != null) {
      addRow(y, bias, y);
    }
  }

  @Override
  public void map(Elementwise f, Matrix x, Matrix y) {
    Checks.same("map", x, y);
    each(y, 0, (r, c) -> f.value(get(x, r, c)));
  }

  @Override
  public void mapGradient(Elementwise f, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {
    Checks.same("mapGradient", x, y, dy, dx);
    Checks.beta("mapGradient", beta);
    each(dx, beta, (r, c) -> get(dy, r, c) * f.derivative(get(x, r, c), get(y, r, c)));
  }

  @Override
  public void fill(double value, Matrix y) {
    each(y, 0, (r, c) -> value);
  }

  @Override
  public void copy(Matrix x, Matrix y) {
    Checks.same("copy", x, y);
    each(y, 0, (r, c) -> get(x, r, c));
  }

  @Override
  public void axpby(double alpha, Matrix x, double beta, Matrix y) {
    Checks.same("axpby", x, y);
    each(y, beta, (r, c) -> alpha * get(x, r, c));
  }

  @Override
  public void add(Matrix a, Matrix b, Matrix y) {
    Checks.same("add", a, b, y);
    each(y, 0, (r, c) -> get(a, r, c) + get(b, r, c));
  }

  @Override
  public void multiply(Matrix a, Matrix b, double beta, Matrix y) {
    Checks.same("multiply", a, b, y);
    Checks.beta("multiply", beta);
    each(y, beta, (r, c) -> get(a, r, c) * get(b, r, c));
  }

  @Override
  public void addRow(Matrix x, Matrix row, Matrix y) {
    Checks.withRow("addRow", x, row, y);
    each(y, 0, (r, c) -> get(x, r, c) + get(row, 0, c));
  }

  @Override
  public void multiplyRow(Matrix x, Matrix row, double beta, Matrix y) {
    Checks.withRow("multiplyRow", x, row, y);
    each(y, beta, (r, c) -> get(x, r, c) * get(row, 0, c));
  }

  @Override
  public void dropout(Matrix x, double rate, long key, double beta, Matrix y) {
    Checks.same("dropout", x, y);
    Checks.rate(rate);
    Checks.beta("dropout", beta);
    each(y, beta, (r, c) -> kept(key, r * x.columns() + c, rate) ? get(x, r, c) / (1 - rate) : 0);
  }

  private static boolean kept(long key, int element, double rate) {
    int bits = RandomStream.bits((int) key, (int) (key >>> 32), element);
    return Integer.toUnsignedLong(bits) >= rate * 0x1.0p32;
  }

  @Override
  public void gaussian(double mean, double deviation, long key, Matrix y) {
    Checks.deviation(deviation);
    int low = (int) key;
    int high = (int) (key >>> 32);
    each(y, 0, (r, c) -> mean + deviation * RandomStream.gaussian(low, high, r * y.columns() + c));
  }

  @Override
  public void sumRows(Matrix x, double beta, Matrix row) {
    Checks.row("sumRows", x, row);
    each(row, beta, (r, c) -> columnSum(x, c, (i, j) -> get(x, i, j)));
  }

  @Override
  public void sumRowsOfProduct(Matrix a, Matrix b, double beta, Matrix row) {
    Checks.rowOfTwo("sumRowsOfProduct", a, b, row);
    each(row, beta, (r, c) -> columnSum(a, c, (i, j) -> get(a, i, j) * get(b, i, j)));
  }

  @Override
  public double dot(Matrix a, Matrix b) {
    Checks.same("dot", a, b);
    return sum(a, (r, c) -> get(a, r, c) * get(b, r, c));
  }

  @Override
  public double sumOfSquares(Matrix x) {
    return dot(x, x);
  }

  @Override
  public double sumOfAbsolutes(Matrix x) {
    return sum(x, (r, c) -> Math.abs(get(x, r, c)));
  }

  @Override
  public boolean allFinite(Matrix x) {
    return sum(x, (r, c) -> Double.isFinite(get(x, r, c)) ? 0 : 1) == 0;
  }

  @Override
  public void normalizeRows(Matrix x, double epsilon, Matrix y, Matrix scale) {
    Checks.columnOfTwo("normalizeRows", x, y, scale);
    int n = x.columns();
    for (int r = 0; r < x.rows(); r++) {
      double mean = n == 0 ? 0 : rowSum(x, r, (i, j) -> get(x, i, j)) / n;
      double squares = rowSum(x, r, (i, j) -> square(get(x, i, j) - mean));
      double s = 1 / Math.sqrt((n == 0 ? 0 : squares / n) + epsilon);
      set(scale, r, 0, s);
      for (int c = 0; c < n; c++) {
        set(y, r, c, (get(x, r, c) - mean) * s);
      }
    }
  }

  @Override
  public void normalizeRowsGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    Checks.normalizeRowsGradient(y, scale, dy, dx);
    Checks.beta("normalizeRowsGradient", beta);
    int n = y.columns();
    for (int r = 0; r < y.rows(); r++) {
      double mean = rowSum(dy, r, (i, j) -> get(dy, i, j)) / n;
      double slope = rowSum(dy, r, (i, j) -> get(dy, i, j) * get(y, i, j)) / n;
      for (int c = 0; c < n; c++) {
        double d = get(dy, r, c) - mean - get(y, r, c) * slope;
        put(dx, r, c, get(scale, r, 0) * d, beta);
      }
    }
  }

  @Override
  public void columnMoments(Matrix x, Matrix mean, Matrix variance) {
    Checks.columnMoments(x, mean, variance);
    int n = Math.max(1, x.rows());
    for (int c = 0; c < x.columns(); c++) {
      double m = columnSum(x, c, (i, j) -> get(x, i, j)) / n;
      set(mean, 0, c, m);
      set(variance, 0, c, columnSum(x, c, (i, j) -> square(get(x, i, j) - m)) / n);
    }
  }

  @Override
  public void normalizeColumns(Matrix x, Matrix mean, Matrix variance, double epsilon, Matrix y) {
    Checks.normalizeColumns(x, mean, variance, y);
    each(
        y,
        0,
        (r, c) -> (get(x, r, c) - get(mean, 0, c)) / Math.sqrt(get(variance, 0, c) + epsilon));
  }

  @Override
  public void normalizeColumnsGradient(
      Matrix y, Matrix variance, double epsilon, Matrix dy, double beta, Matrix dx) {
    Checks.normalizeColumnsGradient(y, variance, dy, dx);
    Checks.beta("normalizeColumnsGradient", beta);
    int n = y.rows();
    for (int c = 0; c < y.columns(); c++) {
      double mean = columnSum(dy, c, (i, j) -> get(dy, i, j)) / n;
      double slope = columnSum(dy, c, (i, j) -> get(dy, i, j) * get(y, i, j)) / n;
      double s = 1 / Math.sqrt(get(variance, 0, c) + epsilon);
      for (int r = 0; r < n; r++) {
        put(dx, r, c, s * (get(dy, r, c) - mean - get(y, r, c) * slope), beta);
      }
    }
  }

  /** Softmax of one row into y; returns the logarithm of the sum of exponentials. */
  private static double softmaxRow(Matrix x, int r, Matrix y) {
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < x.columns(); c++) {
      max = Math.max(max, get(x, r, c));
    }
    double shift = max;
    double sum = rowSum(x, r, (i, j) -> Math.exp(get(x, i, j) - shift));
    for (int c = 0; c < x.columns(); c++) {
      set(y, r, c, Math.exp(get(x, r, c) - shift) / sum);
    }
    return shift + Math.log(sum);
  }

  @Override
  public void softmax(Matrix x, Matrix y) {
    Checks.same("softmax", x, y);
    for (int r = 0; r < x.rows(); r++) {
      softmaxRow(x, r, y);
    }
  }

  @Override
  public void softmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {
    Checks.same("softmaxGradient", y, dy, dx);
    Checks.beta("softmaxGradient", beta);
    for (int r = 0; r < y.rows(); r++) {
      double sum = rowSum(y, r, (i, j) -> get(dy, i, j) * get(y, i, j));
      for (int c = 0; c < y.columns(); c++) {
        put(dx, r, c, get(y, r, c) * (get(dy, r, c) - sum), beta);
      }
    }
  }

  @Override
  public void softmaxCrossEntropy(
      Matrix logits, Matrix target, double smoothing, Matrix probabilities, Matrix loss) {
    Checks.classes("softmaxCrossEntropy", logits, probabilities, target, loss, smoothing);
    int n = logits.columns();
    for (int r = 0; r < logits.rows(); r++) {
      int k = Checks.classIndex("softmaxCrossEntropy", get(target, r, 0), r, n);
      double truth = get(logits, r, k);
      double mean = rowSum(logits, r, (i, j) -> get(logits, i, j)) / n;
      double logSum = softmaxRow(logits, r, probabilities);
      // With no smoothing the mean has no part: 0 * infinity would make the loss NaN.
      double expected = smoothing == 0 ? truth : (1 - smoothing) * truth + smoothing * mean;
      set(loss, r, 0, logSum - expected);
    }
  }

  @Override
  public void softmaxCrossEntropyGradient(
      Matrix probabilities,
      Matrix target,
      double smoothing,
      Matrix dloss,
      double beta,
      Matrix dlogits) {
    String method = "softmaxCrossEntropyGradient";
    Checks.classes(method, probabilities, dlogits, target, dloss, smoothing);
    Checks.beta(method, beta);
    int n = probabilities.columns();
    for (int r = 0; r < probabilities.rows(); r++) {
      int k = Checks.classIndex(method, get(target, r, 0), r, n);
      for (int c = 0; c < n; c++) {
        double t = smoothing / n + (c == k ? 1 - smoothing : 0);
        put(dlogits, r, c, (get(probabilities, r, c) - t) * get(dloss, r, 0), beta);
      }
    }
  }

  @Override
  public void pairLoss(Pairwise f, Matrix prediction, Matrix target, Matrix loss) {
    Checks.columnOfTwo("pairLoss", prediction, target, loss);
    int n = Math.max(1, prediction.columns());
    for (int r = 0; r < prediction.rows(); r++) {
      double sum = rowSum(target, r, (i, j) -> f.value(get(prediction, i, j), get(target, i, j)));
      set(loss, r, 0, sum / n);
    }
  }

  @Override
  public void pairLossGradient(
      Pairwise f, Matrix prediction, Matrix target, Matrix dloss, double beta, Matrix dp) {
    Checks.pairLossGradient(prediction, target, dloss, dp);
    Checks.beta("pairLossGradient", beta);
    int n = dp.columns();
    each(
        dp,
        beta,
        (r, c) -> f.derivative(get(prediction, r, c), get(target, r, c)) * get(dloss, r, 0) / n);
  }

  @Override
  public void gatherRows(Matrix table, int[] rows, int from, int count, Matrix y) {
    Checks.gatherRows(table, rows, from, count, y);
    each(y, 0, (r, c) -> get(table, rows[from + r], c));
  }

  @Override
  public void update(
      UpdateRule rule,
      double[] constants,
      int from,
      int count,
      Matrix weights,
      Matrix gradients,
      Matrix[] slots) {
    Checks.update(from, count, weights, gradients, slots);
    double[][] arrays = new double[slots.length][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = DoubleArray.of(slots[i]);
    }
    rule.update(
        DoubleArray.of(weights), DoubleArray.of(gradients), arrays, constants, from, from + count);
  }

  @Override
  public void limitColumnNorms(Matrix w, double minimum, double maximum, double rate) {
    Checks.norms(minimum, maximum, rate);
    for (int c = 0; c < w.columns(); c++) {
      double norm = columnNorm(w, c);
      double wanted = Math.min(Math.max(norm, minimum), maximum);
      if (norm > 0 && wanted != norm) {
        scaleColumn(w, c, rate * (wanted / norm) + (1 - rate));
      }
    }
  }

  @Override
  public void limitColumnRatios(Matrix w, double ratio, double floor, Matrix g) {
    Checks.same("limitColumnRatios", w, g);
    for (int c = 0; c < w.columns(); c++) {
      double limit = ratio * Math.max(columnNorm(w, c), floor);
      double norm = columnNorm(g, c);
      if (norm > limit) {
        scaleColumn(g, c, limit / norm);
      }
    }
  }

  private static double columnNorm(Matrix x, int c) {
    return Math.sqrt(columnSum(x, c, (i, j) -> square(get(x, i, j))));
  }

  private static void scaleColumn(Matrix x, int c, double factor) {
    for (int r = 0; r < x.rows(); r++) {
      set(x, r, c, get(x, r, c) * factor);
    }
  }

  @Override
  public void close() {}
}
