// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static backprop.opencl.Launcher.flat;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;

/** Products of matrices, and what depends on the elements at the same place alone. */
abstract class ElementKernels implements Kernels {
  private static final String ELEMENTS = "elements.cl";

  final Launcher launcher;
  final Functions functions;
  final Gemm gemm;

  ElementKernels(Launcher launcher) {
    this.launcher = launcher;
    this.functions = new Functions(launcher, new Host());
    this.gemm = new Gemm(launcher);
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
    gemm.product(transposeA, transposeB, c.rows(), c.columns(), inner)
        .scaled(alpha)
        .a(a)
        .b(b)
        .adding(beta)
        .c(c)
        .run();
  }

  @Override
  public void affine(Matrix x, Matrix w, Matrix bias, Matrix y) {
    Checks.affine(x, w, bias, y);
    gemm.product(false, false, y.rows(), y.columns(), x.columns()).a(x).b(w).c(y).bias(bias).run();
  }

  @Override
  public void map(Elementwise f, Matrix x, Matrix y) {
    Checks.same("map", x, y);
    Call[] calls = functions.map(f);
    if (calls == null) {
      float[] v = Host.get(x);
      f.forward(v, v, 0, v.length);
      Host.put(y, v);
      return;
    }
    begin(calls[0], y, flat(x, y)).matrix(x).matrix(y).run();
  }

  private static Call begin(Call call, Matrix size, boolean flat) {
    return flat ? call.elements(1, size.size()) : call.elements(size.rows(), size.columns());
  }

  @Override
  public void mapGradient(Elementwise f, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {
    Checks.same("mapGradient", x, y, dy, dx);
    Checks.beta("mapGradient", beta);
    Call[] calls = functions.map(f);
    if (calls == null) {
      float[] d = Host.get(dy);
      f.backward(Host.get(x), Host.get(y), d, d, 0, d.length);
      Host.put(dx, d, beta);
      return;
    }
    begin(calls[1], y, flat(x, y, dy, dx))
        .matrix(x)
        .matrix(y)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .run();
  }

  @Override
  public void fill(double value, Matrix y) {
    launcher.elements(ELEMENTS, "fill", y, y.contiguous()).matrix(y).number(value).run();
  }

  @Override
  public void copy(Matrix x, Matrix y) {
    Checks.same("copy", x, y);
    launcher.elements(ELEMENTS, "copy", y, flat(x, y)).matrix(x).matrix(y).run();
  }

  @Override
  public void axpby(double alpha, Matrix x, double beta, Matrix y) {
    Checks.same("axpby", x, y);
    launcher
        .elements(ELEMENTS, "axpby", y, flat(x, y))
        .number(alpha)
        .matrix(x)
        .number(beta)
        .matrix(y)
        .run();
  }

  @Override
  public void add(Matrix a, Matrix b, Matrix y) {
    Checks.same("add", a, b, y);
    launcher.elements(ELEMENTS, "add", y, flat(a, b, y)).matrix(a).matrix(b).matrix(y).run();
  }

  @Override
  public void multiply(Matrix a, Matrix b, double beta, Matrix y) {
    Checks.same("multiply", a, b, y);
    Checks.beta("multiply", beta);
    launcher
        .elements(ELEMENTS, "multiply", y, flat(a, b, y))
        .matrix(a)
        .matrix(b)
        .integer(beta != 0)
        .matrix(y)
        .run();
  }

  @Override
  public void addRow(Matrix x, Matrix row, Matrix y) {
    Checks.withRow("addRow", x, row, y);
    launcher.elements(ELEMENTS, "add_row", y, false).matrix(x).matrix(row).matrix(y).run();
  }

  @Override
  public void multiplyRow(Matrix x, Matrix row, double beta, Matrix y) {
    Checks.withRow("multiplyRow", x, row, y);
    launcher
        .elements(ELEMENTS, "multiply_row", y, false)
        .matrix(x)
        .matrix(row)
        .number(beta)
        .matrix(y)
        .run();
  }

  @Override
  public void dropout(Matrix x, double rate, long key, double beta, Matrix y) {
    Checks.same("dropout", x, y);
    Checks.rate(rate);
    Checks.beta("dropout", beta);
    Call c = launcher.elements(ELEMENTS, "dropout", y, flat(x, y)).matrix(x);
    chance(c, rate, key).integer(beta != 0).matrix(y).run();
  }

  /** Threshold, scale and key of a mask. */
  static Call chance(Call c, double rate, long key) {
    return c.whole((long) Math.ceil(rate * 0x1.0p32))
        .number(1 / (1 - rate))
        .integer((int) key)
        .integer((int) (key >>> 32));
  }

  @Override
  public void gaussian(double mean, double deviation, long key, Matrix y) {
    Checks.deviation(deviation);
    launcher
        .elements(ELEMENTS, "gaussian", y, y.contiguous())
        .number(mean)
        .number(deviation)
        .integer((int) key)
        .integer((int) (key >>> 32))
        .matrix(y)
        .run();
  }
}
