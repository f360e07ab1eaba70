// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static backprop.opencl.Launcher.flat;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Checks;
import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Precision;
import backprop.engine.backend.RowKernels;
import backprop.engine.backend.SequenceKernels;
import backprop.engine.backend.TableKernels;
import backprop.engine.backend.UpdateRule;

/**
 * {@link Kernels} that put work into the queue of an OpenCL device and return at once; only what
 * gives numbers back waits.
 */
final class OpenClKernels extends LossKernels {
  private static final String NORMALIZE = "normalize.cl";

  private final Sums sums;
  private final ImageKernels images;
  private final GroupKernels groups;
  private final TableKernels tables;
  private final SequenceKernels sequences;
  private final RowKernels rows;
  private final int threads;
  private final String products;

  /**
   * Kernels on an open device.
   *
   * @param threads what was asked for; the device decides by itself
   */
  OpenClKernels(Device device, int threads) {
    this(device, threads, Precision.FLOAT);
  }

  /**
   * The same with factors of products in a precision.
   *
   * @param precision float where these products come out wrong on the device, which is said
   */
  OpenClKernels(Device device, int threads, Precision precision) {
    super(new Launcher(device));
    this.products = precision == Precision.FLOAT ? "" : ", " + gemm.use(precision);
    this.threads = threads;
    this.sums = new Sums(launcher);
    this.images = new OpenClImageKernels(launcher, gemm, sums);
    this.groups = new OpenClGroupKernels(launcher, gemm);
    this.tables = new OpenClTableKernels(launcher, sums);
    this.sequences = new OpenClSequenceKernels(launcher, functions, gemm);
    this.rows = new OpenClRowKernels(launcher, functions);
  }

  @Override
  public String backend() {
    return "opencl (" + launcher.device().info().name() + products + ")";
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public Buffer allocate(int size) {
    return new DeviceBuffer(launcher.device(), launcher.complaints(), size);
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
    return rows;
  }

  @Override
  public void sumRows(Matrix x, double beta, Matrix row) {
    Checks.row("sumRows", x, row);
    sums.columns(Sums.PLAIN, x, x, 1, beta, row);
  }

  @Override
  public void sumRowsOfProduct(Matrix a, Matrix b, double beta, Matrix row) {
    Checks.rowOfTwo("sumRowsOfProduct", a, b, row);
    sums.columns(Sums.PRODUCT, a, b, 1, beta, row);
  }

  @Override
  public double dot(Matrix a, Matrix b) {
    Checks.same("dot", a, b);
    return sums.all(Sums.DOT, a, b);
  }

  @Override
  public void dot(Matrix a, Matrix b, Matrix result) {
    Checks.same("dot", a, b);
    launcher
        .elements("sums.cl", "dot_into", a, flat(a, b))
        .matrix(a)
        .matrix(b)
        .matrix(result)
        .groups(1);
  }

  @Override
  public int stepsAhead() {
    return 16;
  }

  @Override
  public double sumOfSquares(Matrix x) {
    return sums.all(Sums.DOT, x, x);
  }

  @Override
  public double sumOfAbsolutes(Matrix x) {
    return sums.all(Sums.ABSOLUTE, x, x);
  }

  @Override
  public boolean allFinite(Matrix x) {
    return sums.all(Sums.NOT_FINITE, x, x) == 0;
  }

  @Override
  public void normalizeRows(Matrix x, double epsilon, Matrix y, Matrix scale) {
    Checks.columnOfTwo("normalizeRows", x, y, scale);
    launcher
        .call(NORMALIZE, "normalize_rows")
        .integer(x.columns())
        .number(epsilon)
        .matrix(x)
        .matrix(y)
        .matrix(scale)
        .groups(x.rows());
  }

  @Override
  public void normalizeRowsGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    Checks.normalizeRowsGradient(y, scale, dy, dx);
    Checks.beta("normalizeRowsGradient", beta);
    launcher
        .call(NORMALIZE, "normalize_rows_gradient")
        .integer(y.columns())
        .matrix(y)
        .matrix(scale)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .groups(y.rows());
  }

  @Override
  public void columnMoments(Matrix x, Matrix mean, Matrix variance) {
    Checks.columnMoments(x, mean, variance);
    double part = 1.0 / Math.max(1, x.rows());
    sums.columns(Sums.PLAIN, x, x, part, 0, mean);
    sums.columns(Sums.SQUARED_DISTANCE, x, mean, part, 0, variance);
  }

  @Override
  public void normalizeColumns(Matrix x, Matrix mean, Matrix variance, double epsilon, Matrix y) {
    Checks.normalizeColumns(x, mean, variance, y);
    launcher
        .elements(NORMALIZE, "normalize_columns", y, false)
        .number(epsilon)
        .matrix(x)
        .matrix(mean)
        .matrix(variance)
        .matrix(y)
        .run();
  }

  @Override
  public void normalizeColumnsGradient(
      Matrix y, Matrix variance, double epsilon, Matrix dy, double beta, Matrix dx) {
    Checks.normalizeColumnsGradient(y, variance, dy, dx);
    Checks.beta("normalizeColumnsGradient", beta);
    int n = y.columns();
    DeviceBuffer means = launcher.scratch(Launcher.Scratch.SUMS, 2 * n);
    double part = 1.0 / Math.max(1, y.rows());
    sums.columns(Sums.PLAIN, dy, dy, part, 0, means, 0);
    sums.columns(Sums.PRODUCT, dy, y, part, 0, means, n);
    launcher
        .elements(NORMALIZE, "normalize_columns_gradient", y, false)
        .number(epsilon)
        .matrix(y)
        .matrix(variance)
        .matrix(dy)
        .matrix(means, 0, n)
        .matrix(means, n, n)
        .integer(beta != 0)
        .matrix(dx)
        .run();
  }

  @Override
  public void gatherRows(Matrix table, int[] rows, int from, int count, Matrix y) {
    Checks.gatherRows(table, rows, from, count, y);
    ((OpenClTableKernels) tables).gatherRows(table, rows, from, count, y);
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
    Call call = functions.update(rule, slots.length, constants.length, Functions.NO_NORM);
    if (call == null) {
      updateOnHost(rule, constants, from, count, weights, gradients, slots);
      return;
    }
    begin(call, from, count, weights, gradients, slots);
    for (int i = 0; i < constants.length; i++) {
      call.real(constants[i]);
    }
    call.items(count);
  }

  @Override
  public void updateByNorm(
      UpdateRule rule,
      double[] constants,
      int norm,
      Matrix of,
      int[] ranges,
      Matrix weights,
      Matrix gradients,
      Matrix[] slots) {
    Call call = functions.update(rule, slots.length, constants.length, norm);
    if (call == null) {
      super.updateByNorm(rule, constants, norm, of, ranges, weights, gradients, slots);
      return;
    }
    DeviceBuffer number = sums.norm(of);
    for (int r = 0; r < ranges.length; r += 2) {
      Checks.update(ranges[r], ranges[r + 1], weights, gradients, slots);
      begin(call, ranges[r], ranges[r + 1], weights, gradients, slots);
      for (int i = 0; i < constants.length; i++) {
        if (i == norm) {
          call.buffer(number);
        } else {
          call.real(constants[i]);
        }
      }
      call.items(ranges[r + 1]);
    }
  }

  private static void begin(
      Call c, int from, int count, Matrix weights, Matrix gradients, Matrix[] slots) {
    c.begin().integer(from).integer(count).matrix(weights).matrix(gradients);
    for (int i = 0; i < slots.length; i++) {
      c.matrix(slots[i]);
    }
  }

  private static void updateOnHost(
      UpdateRule rule,
      double[] constants,
      int from,
      int count,
      Matrix weights,
      Matrix gradients,
      Matrix[] slots) {
    float[] w = Host.get(weights);
    float[] g = Host.get(gradients);
    float[][] s = new float[slots.length][];
    for (int i = 0; i < s.length; i++) {
      s[i] = Host.get(slots[i]);
    }
    rule.update(w, g, s, constants, from, from + count);
    Host.put(weights, w);
    Host.put(gradients, g);
    for (int i = 0; i < s.length; i++) {
      Host.put(slots[i], s[i]);
    }
  }

  @Override
  public void limitColumnNorms(Matrix w, double minimum, double maximum, double rate) {
    Checks.norms(minimum, maximum, rate);
    int n = w.columns();
    DeviceBuffer squares = launcher.scratch(Launcher.Scratch.SUMS, n);
    sums.columns(Sums.PRODUCT, w, w, 1, 0, squares, 0);
    launcher
        .elements("sums.cl", "limit_norms", w, false)
        .matrix(squares, 0, n)
        .number(minimum)
        .number(maximum)
        .number(rate)
        .matrix(w)
        .run();
  }

  @Override
  public void limitColumnRatios(Matrix w, double ratio, double floor, Matrix g) {
    Checks.same("limitColumnRatios", w, g);
    int n = w.columns();
    DeviceBuffer squares = launcher.scratch(Launcher.Scratch.SUMS, 2 * n);
    sums.columns(Sums.PRODUCT, w, w, 1, 0, squares, 0);
    sums.columns(Sums.PRODUCT, g, g, 1, 0, squares, n);
    launcher
        .elements("sums.cl", "limit_ratios", w, false)
        .matrix(squares, 0, n)
        .matrix(squares, n, n)
        .number(ratio)
        .number(floor)
        .matrix(g)
        .run();
  }

  @Override
  public void close() {
    launcher.close();
  }
}
