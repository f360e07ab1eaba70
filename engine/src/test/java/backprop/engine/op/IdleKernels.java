// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.ImageKernels;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.RowFunction;
import backprop.engine.backend.RowKernels;
import backprop.engine.backend.Rowwise;
import backprop.engine.backend.SequenceKernels;
import backprop.engine.backend.TableKernels;
import backprop.engine.backend.UpdateRule;

/**
 * Kernels that compute nothing, but call the loops that functions own: what allocates on these is
 * the recorded program, an op or a function, and not a backend.
 */
public final class IdleKernels implements Kernels, RowKernels {
  private final double[] row = new double[64];
  private final double[] other = new double[64];
  private final double[] result = new double[64];
  private final float[] numbers = new float[64];
  private final ImageKernels images = new IdleImageKernels();
  private final float[] results = new float[64];
  private final GroupKernels groups = new IdleGroupKernels();
  private final TableKernels tables = new IdleTableKernels();
  private final SequenceKernels sequences = new IdleSequenceKernels(numbers);

  private record Floats(float[] all) implements Buffer {
    @Override
    public int size() {
      return all.length;
    }

    @Override
    public void read(int from, double[] to, int at, int count) {
      for (int i = 0; i < count; i++) {
        to[at + i] = all[from + i];
      }
    }

    @Override
    public void read(int from, float[] to, int at, int count) {
      System.arraycopy(all, from, to, at, count);
    }

    @Override
    public void write(int from, double[] values, int at, int count) {
      for (int i = 0; i < count; i++) {
        all[from + i] = (float) values[at + i];
      }
    }

    @Override
    public void write(int from, float[] values, int at, int count) {
      System.arraycopy(values, at, all, from, count);
    }
  }

  @Override
  public String backend() {
    return "idle";
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
    return this;
  }

  @Override
  public void logSoftmax(Matrix x, Matrix y) {}

  @Override
  public void logSoftmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {}

  @Override
  public void rowLoss(Rowwise f, Matrix output, Matrix target, Matrix loss) {
    f.value(row, output.columns(), other, target.columns());
  }

  @Override
  public void rowLossGradient(
      Rowwise f, Matrix output, Matrix target, Matrix dloss, double beta, Matrix dx) {
    f.gradient(row, output.columns(), other, target.columns(), result);
  }

  @Override
  public void rowMap(RowFunction f, Matrix x, Matrix y) {
    f.apply(row, x.columns(), result, y.columns());
  }

  @Override
  public void randomSlope(
      Matrix x, Matrix v, double lower, double upper, long key, double beta, Matrix y) {}

  @Override
  public Buffer allocate(int size) {
    return new Floats(new float[size]);
  }

  @Override
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Matrix a,
      Matrix b,
      double beta,
      Matrix c) {}

  @Override
  public void affine(Matrix x, Matrix w, Matrix bias, Matrix y) {}

  @Override
  public void map(Elementwise f, Matrix x, Matrix y) {
    f.forward(numbers, numbers, 0, numbers.length);
  }

  @Override
  public void mapGradient(Elementwise f, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {
    f.backward(numbers, numbers, numbers, numbers, 0, numbers.length);
  }

  @Override
  public void fill(double value, Matrix y) {}

  @Override
  public void copy(Matrix x, Matrix y) {}

  @Override
  public void axpby(double alpha, Matrix x, double beta, Matrix y) {}

  @Override
  public void add(Matrix a, Matrix b, Matrix y) {}

  @Override
  public void multiply(Matrix a, Matrix b, double beta, Matrix y) {}

  @Override
  public void addRow(Matrix x, Matrix row, Matrix y) {}

  @Override
  public void multiplyRow(Matrix x, Matrix row, double beta, Matrix y) {}

  @Override
  public void dropout(Matrix x, double rate, long key, double beta, Matrix y) {}

  @Override
  public void gaussian(double mean, double deviation, long key, Matrix y) {}

  @Override
  public void sumRows(Matrix x, double beta, Matrix row) {}

  @Override
  public void sumRowsOfProduct(Matrix a, Matrix b, double beta, Matrix row) {}

  @Override
  public double dot(Matrix a, Matrix b) {
    return 0;
  }

  @Override
  public double sumOfSquares(Matrix x) {
    return 0;
  }

  @Override
  public double sumOfAbsolutes(Matrix x) {
    return 0;
  }

  @Override
  public boolean allFinite(Matrix x) {
    return true;
  }

  @Override
  public void normalizeRows(Matrix x, double epsilon, Matrix y, Matrix scale) {}

  @Override
  public void normalizeRowsGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {}

  @Override
  public void columnMoments(Matrix x, Matrix mean, Matrix variance) {}

  @Override
  public void normalizeColumns(Matrix x, Matrix mean, Matrix variance, double epsilon, Matrix y) {}

  @Override
  public void normalizeColumnsGradient(
      Matrix y, Matrix variance, double epsilon, Matrix dy, double beta, Matrix dx) {}

  @Override
  public void softmax(Matrix x, Matrix y) {}

  @Override
  public void softmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {}

  @Override
  public void softmaxCrossEntropy(
      Matrix logits, Matrix target, double smoothing, Matrix probabilities, Matrix loss) {}

  @Override
  public void softmaxCrossEntropyGradient(
      Matrix probabilities,
      Matrix target,
      double smoothing,
      Matrix dloss,
      double beta,
      Matrix dlogits) {}

  @Override
  public void pairLoss(Pairwise f, Matrix prediction, Matrix target, Matrix loss) {
    f.forward(numbers, numbers, results, 0, numbers.length);
  }

  @Override
  public void pairLossGradient(
      Pairwise f, Matrix prediction, Matrix target, Matrix dloss, double beta, Matrix dp) {
    f.backward(numbers, numbers, results, 0, numbers.length);
  }

  @Override
  public void gatherRows(Matrix table, int[] rows, int from, int count, Matrix y) {}

  @Override
  public void update(
      UpdateRule rule,
      double[] constants,
      int from,
      int count,
      Matrix weights,
      Matrix gradients,
      Matrix[] slots) {}

  @Override
  public void limitColumnNorms(Matrix w, double minimum, double maximum, double rate) {}

  @Override
  public void limitColumnRatios(Matrix w, double ratio, double floor, Matrix g) {}

  @Override
  public void close() {}
}
