// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.RowFunction;
import backprop.engine.backend.RowKernels;
import backprop.engine.backend.Rowwise;
import java.util.Arrays;

/** {@link RowKernels} in double precision, written to be read. */
final class ReferenceRowKernels implements RowKernels {
  private static double[] row(Matrix m, int r) {
    double[] all = new double[m.columns()];
    m.buffer().read(m.offset() + r * m.stride(), all, 0, all.length);
    return all;
  }

  private static void put(Matrix m, int r, double[] values, double beta) {
    double[] old = beta == 0 ? new double[values.length] : row(m, r);
    double[] sum = new double[values.length];
    Arrays.setAll(sum, i -> values[i] + beta * old[i]);
    m.buffer().write(m.offset() + r * m.stride(), sum, 0, sum.length);
  }

  @Override
  public void logSoftmax(Matrix x, Matrix y) {
    Checks.same("logSoftmax", x, y);
    for (int r = 0; r < x.rows(); r++) {
      double[] a = row(x, r);
      double max = Arrays.stream(a).max().orElse(0);
      double shift = max + Math.log(Arrays.stream(a).map(v -> Math.exp(v - max)).sum());
      put(y, r, Arrays.stream(a).map(v -> v - shift).toArray(), 0);
    }
  }

  @Override
  public void logSoftmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {
    Checks.same("logSoftmaxGradient", y, dy, dx);
    Checks.beta("logSoftmaxGradient", beta);
    for (int r = 0; r < y.rows(); r++) {
      double[] a = row(y, r);
      double[] b = row(dy, r);
      double sum = Arrays.stream(b).sum();
      double[] d = new double[a.length];
      Arrays.setAll(d, i -> b[i] - Math.exp(a[i]) * sum);
      put(dx, r, d, beta);
    }
  }

  @Override
  public void rowLoss(Rowwise f, Matrix output, Matrix target, Matrix loss) {
    Checks.rowLoss("rowLoss", output, target, loss);
    for (int r = 0; r < output.rows(); r++) {
      double value = f.value(row(output, r), output.columns(), row(target, r), target.columns());
      put(loss, r, new double[] {value}, 0);
    }
  }

  @Override
  public void rowLossGradient(
      Rowwise f, Matrix output, Matrix target, Matrix dloss, double beta, Matrix dx) {
    Checks.rowLoss("rowLossGradient", output, target, dloss);
    Checks.same("rowLossGradient", output, dx);
    Checks.beta("rowLossGradient", beta);
    for (int r = 0; r < output.rows(); r++) {
      double[] d = new double[output.columns()];
      f.gradient(row(output, r), d.length, row(target, r), target.columns(), d);
      double factor = row(dloss, r)[0];
      put(dx, r, Arrays.stream(d).map(v -> v * factor).toArray(), beta);
    }
  }

  @Override
  public void rowMap(RowFunction f, Matrix x, Matrix y) {
    Checks.sameRows("rowMap", x, y);
    for (int r = 0; r < x.rows(); r++) {
      double[] result = new double[y.columns()];
      f.apply(row(x, r), x.columns(), result, result.length);
      put(y, r, result, 0);
    }
  }

  @Override
  public void randomSlope(
      Matrix x, Matrix v, double lower, double upper, long key, double beta, Matrix y) {
    Checks.same("randomSlope", x, v, y);
    Checks.beta("randomSlope", beta);
    for (int r = 0; r < x.rows(); r++) {
      double[] a = row(x, r);
      double[] b = row(v, r);
      int first = r * x.columns();
      double[] result = new double[a.length];
      Arrays.setAll(
          result,
          i -> {
            int bits = RandomStream.bits((int) key, (int) (key >>> 32), first + i);
            double u = Integer.toUnsignedLong(bits) * 0x1.0p-32;
            return b[i] * (a[i] > 0 ? 1 : lower + (upper - lower) * u);
          });
      put(y, r, result, beta);
    }
  }
}
