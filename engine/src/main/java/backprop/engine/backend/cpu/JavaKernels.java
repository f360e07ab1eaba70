// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Checks;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.RowKernels;
import backprop.engine.backend.SequenceKernels;
import backprop.engine.backend.TableKernels;
import backprop.engine.backend.UpdateRule;

/**
 * Kernels on floats in plain Java, but for products if a maker brings another way than {@link
 * Gemm}. This class checks the sizes; the loops are in {@link Elements}, {@link RowBlocks}, {@link
 * ColumnBlocks} and {@link Sums}, which share the threads and the scratch memory of one instance.
 */
final class JavaKernels implements Kernels {
  private final String backend;
  private final Product.Maker maker;
  private final Workers workers;
  private final Scratch[] scratch;
  private final Product gemm;
  private final Elements elements;
  private final RowBlocks rows;
  private final ColumnBlocks columns;
  private final Sums sums;

  // Made when a network first wants them: most need one or none, and start sooner without them.
  private ImageKernels images;
  private GroupKernels groups;
  private TableKernels tables;
  private SequenceKernels sequences;
  private RowKernels rowKernels;

  /**
   * @param backend the name of the backend
   * @param maker makes the way to compute products
   */
  JavaKernels(String backend, int threads, Product.Maker maker) {
    this.backend = backend;
    this.maker = maker;
    workers = new Workers(threads);
    scratch = Scratch.forAll(workers);
    gemm = maker.with(workers);
    elements = new Elements(workers, scratch);
    sums = new Sums(workers, scratch);
    rows = new RowBlocks(workers, scratch);
    columns = new ColumnBlocks(workers, scratch, sums);
  }

  @Override
  public String backend() {
    return backend;
  }

  @Override
  public int threads() {
    return workers.threads();
  }

  @Override
  public ImageKernels images() {
    if (images == null) {
      images = new JavaImageKernels(workers, scratch, gemm, maker);
    }
    return images;
  }

  @Override
  public GroupKernels groups() {
    if (groups == null) {
      groups = new JavaGroupKernels(workers, scratch, maker);
    }
    return groups;
  }

  @Override
  public TableKernels tables() {
    if (tables == null) {
      tables = new JavaTableKernels(workers);
    }
    return tables;
  }

  @Override
  public SequenceKernels sequences() {
    if (sequences == null) {
      sequences = new JavaSequenceKernels(workers, gemm);
    }
    return sequences;
  }

  @Override
  public RowKernels rows() {
    if (rowKernels == null) {
      rowKernels = new JavaRowKernels(workers, rows, elements);
    }
    return rowKernels;
  }

  @Override
  public Buffer allocate(int size) {
    return new FloatArray(size);
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
    gemm.run(transposeA, transposeB, alpha, a, b, beta, null, c);
  }

  @Override
  public void affine(Matrix x, Matrix w, Matrix bias, Matrix y) {
    Checks.affine(x, w, bias, y);
    gemm.run(false, false, 1, x, w, 0, bias, y);
  }

  @Override
  public void map(Elementwise f, Matrix x, Matrix y) {
    Checks.same("map", x, y);
    elements.map(f, x, y);
  }

  @Override
  public void mapGradient(Elementwise f, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {
    Checks.same("mapGradient", x, y, dy, dx);
    Checks.beta("mapGradient", beta);
    elements.mapGradient(f, x, y, dy, beta, dx);
  }

  @Override
  public void fill(double value, Matrix y) {
    elements.fill(value, y);
  }

  @Override
  public void copy(Matrix x, Matrix y) {
    Checks.same("copy", x, y);
    elements.copy(x, y);
  }

  @Override
  public void axpby(double alpha, Matrix x, double beta, Matrix y) {
    Checks.same("axpby", x, y);
    elements.axpby(alpha, x, beta, y);
  }

  @Override
  public void add(Matrix a, Matrix b, Matrix y) {
    Checks.same("add", a, b, y);
    elements.add(a, b, y);
  }

  @Override
  public void multiply(Matrix a, Matrix b, double beta, Matrix y) {
    Checks.same("multiply", a, b, y);
    Checks.beta("multiply", beta);
    elements.multiply(a, b, beta, y);
  }

  @Override
  public void addRow(Matrix x, Matrix row, Matrix y) {
    Checks.withRow("addRow", x, row, y);
    columns.addRow(x, row, y);
  }

  @Override
  public void multiplyRow(Matrix x, Matrix row, double beta, Matrix y) {
    Checks.withRow("multiplyRow", x, row, y);
    columns.multiplyRow(x, row, beta, y);
  }

  @Override
  public void dropout(Matrix x, double rate, long key, double beta, Matrix y) {
    Checks.same("dropout", x, y);
    Checks.rate(rate);
    Checks.beta("dropout", beta);
    elements.dropout(x, rate, key, beta, y);
  }

  @Override
  public void gaussian(double mean, double deviation, long key, Matrix y) {
    Checks.deviation(deviation);
    elements.gaussian(mean, deviation, key, y);
  }

  @Override
  public void sumRows(Matrix x, double beta, Matrix row) {
    Checks.row("sumRows", x, row);
    columns.sumRows(x, null, beta, row);
  }

  @Override
  public void sumRowsOfProduct(Matrix a, Matrix b, double beta, Matrix row) {
    Checks.rowOfTwo("sumRowsOfProduct", a, b, row);
    columns.sumRows(a, b, beta, row);
  }

  @Override
  public double dot(Matrix a, Matrix b) {
    Checks.same("dot", a, b);
    return sums.dot(a, b);
  }

  @Override
  public double sumOfSquares(Matrix x) {
    return sums.dot(x, x);
  }

  @Override
  public double sumOfAbsolutes(Matrix x) {
    return sums.absolutes(x);
  }

  @Override
  public boolean allFinite(Matrix x) {
    return sums.allFinite(x);
  }

  @Override
  public void normalizeRows(Matrix x, double epsilon, Matrix y, Matrix scale) {
    Checks.columnOfTwo("normalizeRows", x, y, scale);
    rows.normalize(x, epsilon, y, scale);
  }

  @Override
  public void normalizeRowsGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    Checks.normalizeRowsGradient(y, scale, dy, dx);
    Checks.beta("normalizeRowsGradient", beta);
    rows.normalizeGradient(y, scale, dy, beta, dx);
  }

  @Override
  public void columnMoments(Matrix x, Matrix mean, Matrix variance) {
    Checks.columnMoments(x, mean, variance);
    columns.moments(x, mean, variance);
  }

  @Override
  public void normalizeColumns(Matrix x, Matrix mean, Matrix variance, double epsilon, Matrix y) {
    Checks.normalizeColumns(x, mean, variance, y);
    columns.normalize(x, mean, variance, epsilon, y);
  }

  @Override
  public void normalizeColumnsGradient(
      Matrix y, Matrix variance, double epsilon, Matrix dy, double beta, Matrix dx) {
    Checks.normalizeColumnsGradient(y, variance, dy, dx);
    Checks.beta("normalizeColumnsGradient", beta);
    columns.normalizeGradient(y, variance, epsilon, dy, beta, dx);
  }

  @Override
  public void softmax(Matrix x, Matrix y) {
    Checks.same("softmax", x, y);
    rows.softmax(x, y);
  }

  @Override
  public void softmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {
    Checks.same("softmaxGradient", y, dy, dx);
    Checks.beta("softmaxGradient", beta);
    rows.softmaxGradient(y, dy, beta, dx);
  }

  @Override
  public void softmaxCrossEntropy(
      Matrix logits, Matrix target, double smoothing, Matrix probabilities, Matrix loss) {
    Checks.classes("softmaxCrossEntropy", logits, probabilities, target, loss, smoothing);
    rows.crossEntropy(logits, target, smoothing, probabilities, loss);
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
    rows.crossEntropyGradient(probabilities, target, smoothing, dloss, beta, dlogits);
  }

  @Override
  public void pairLoss(Pairwise f, Matrix prediction, Matrix target, Matrix loss) {
    Checks.columnOfTwo("pairLoss", prediction, target, loss);
    rows.pairLoss(f, prediction, target, loss);
  }

  @Override
  public void pairLossGradient(
      Pairwise f, Matrix prediction, Matrix target, Matrix dloss, double beta, Matrix dp) {
    Checks.pairLossGradient(prediction, target, dloss, dp);
    Checks.beta("pairLossGradient", beta);
    rows.pairGradient(f, prediction, target, dloss, beta, dp);
  }

  @Override
  public void gatherRows(Matrix table, int[] indices, int from, int count, Matrix y) {
    Checks.gatherRows(table, indices, from, count, y);
    elements.gatherRows(table, indices, from, y);
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
    elements.update(rule, constants, from, count, weights, gradients, slots);
  }

  @Override
  public void limitColumnNorms(Matrix w, double minimum, double maximum, double rate) {
    Checks.norms(minimum, maximum, rate);
    columns.limitNorms(w, minimum, maximum, rate);
  }

  @Override
  public void limitColumnRatios(Matrix w, double ratio, double floor, Matrix g) {
    Checks.same("limitColumnRatios", w, g);
    columns.limitRatios(w, ratio, floor, g);
  }

  @Override
  public void close() {
    workers.close();
  }
}
