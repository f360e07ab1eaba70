// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static backprop.opencl.Launcher.flat;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RowFunction;
import backprop.engine.backend.RowKernels;
import backprop.engine.backend.Rowwise;
import backprop.opencl.Launcher.Scratch;

/** {@link RowKernels} on a device. */
final class OpenClRowKernels implements RowKernels {
  private final Launcher launcher;
  private final Functions functions;

  OpenClRowKernels(Launcher launcher, Functions functions) {
    this.launcher = launcher;
    this.functions = functions;
  }

  @Override
  public void logSoftmax(Matrix x, Matrix y) {
    Checks.same("logSoftmax", x, y);
    launcher
        .call("softmax.cl", "log_softmax")
        .integer(x.columns())
        .matrix(x)
        .matrix(y)
        .groups(x.rows());
  }

  @Override
  public void logSoftmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {
    Checks.same("logSoftmaxGradient", y, dy, dx);
    Checks.beta("logSoftmaxGradient", beta);
    launcher
        .call("softmax.cl", "log_softmax_gradient")
        .integer(y.columns())
        .matrix(y)
        .matrix(dy)
        .integer(beta != 0)
        .matrix(dx)
        .groups(y.rows());
  }

  @Override
  public void rowLoss(Rowwise f, Matrix output, Matrix target, Matrix loss) {
    Checks.rowLoss("rowLoss", output, target, loss);
    Call[] calls = functions.row(f);
    if (calls == null) {
      float[] x = Host.get(output);
      float[] t = Host.get(target);
      int n = output.columns();
      int m = target.columns();
      float[] values = new float[output.rows()];
      for (int r = 0; r < values.length; r++) {
        values[r] = (float) f.value(Host.row(x, r, n), n, Host.row(t, r, m), m);
      }
      Host.put(loss, values);
      return;
    }
    calls[0]
        .begin()
        .integer(output.rows())
        .integer(output.columns())
        .integer(target.columns())
        .matrix(output)
        .matrix(target)
        .matrix(loss)
        .items(output.rows());
  }

  @Override
  public void rowLossGradient(
      Rowwise f, Matrix output, Matrix target, Matrix dloss, double beta, Matrix dx) {
    Checks.rowLoss("rowLossGradient", output, target, dloss);
    Checks.same("rowLossGradient", output, dx);
    Checks.beta("rowLossGradient", beta);
    int n = output.columns();
    int m = target.columns();
    Call[] calls = functions.row(f);
    if (calls == null) {
      float[] x = Host.get(output);
      float[] t = Host.get(target);
      float[] factors = Host.get(dloss);
      double[] gradient = new double[n];
      for (int r = 0; r < factors.length; r++) {
        f.gradient(Host.row(x, r, n), n, Host.row(t, r, m), m, gradient);
        for (int c = 0; c < n; c++) {
          x[r * n + c] = (float) (gradient[c] * factors[r]);
        }
      }
      Host.put(dx, x, beta);
      return;
    }
    DeviceBuffer gradient = launcher.scratch(Scratch.ROWS, output.size());
    calls[1]
        .begin()
        .integer(output.rows())
        .integer(n)
        .integer(m)
        .matrix(output)
        .matrix(target)
        .matrix(dloss)
        .matrix(gradient, 0, n)
        .integer(beta != 0)
        .matrix(dx)
        .items(output.rows());
  }

  @Override
  public void rowMap(RowFunction f, Matrix x, Matrix y) {
    Checks.sameRows("rowMap", x, y);
    Call[] calls = functions.row(f);
    if (calls == null) {
      float[] all = Host.get(x);
      float[] results = new float[y.size()];
      double[] result = new double[y.columns()];
      for (int r = 0; r < x.rows(); r++) {
        f.apply(Host.row(all, r, x.columns()), x.columns(), result, result.length);
        for (int c = 0; c < result.length; c++) {
          results[r * result.length + c] = (float) result[c];
        }
      }
      Host.put(y, results);
      return;
    }
    calls[0]
        .begin()
        .integer(x.rows())
        .integer(x.columns())
        .integer(y.columns())
        .matrix(x)
        .matrix(y)
        .items(x.rows());
  }

  @Override
  public void randomSlope(
      Matrix x, Matrix v, double lower, double upper, long key, double beta, Matrix y) {
    Checks.same("randomSlope", x, v, y);
    Checks.beta("randomSlope", beta);
    launcher
        .elements("elements.cl", "random_slope", y, flat(x, v, y))
        .matrix(x)
        .matrix(v)
        .number(lower)
        .number(upper - lower)
        .integer((int) key)
        .integer((int) (key >>> 32))
        .integer(beta != 0)
        .matrix(y)
        .run();
  }
}
