// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import static backprop.engine.backend.dual.DualBuffer.tangents;
import static backprop.engine.backend.dual.DualBuffer.values;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RowFunction;
import backprop.engine.backend.RowKernels;
import backprop.engine.backend.Rowwise;

/** Functions of rows on dual numbers. Of a {@link RowFunction} no derivatives are known. */
final class DualRowKernels implements RowKernels {
  private final Kernels k;
  private final Temporary temporary;

  DualRowKernels(Kernels k, Temporary temporary) {
    this.k = k;
    this.temporary = temporary;
  }

  private Matrix wideOnes(Matrix like) {
    Matrix ones = temporary.like(2, like);
    k.fill(1, ones);
    return ones;
  }

  /** {@code y' = x' - sum(softmax(x) x')}. */
  @Override
  public void logSoftmax(Matrix x, Matrix y) {
    Matrix probabilities = temporary.like(0, x);
    Matrix mean = temporary.matrix(1, x.rows(), 1);
    k.softmax(values(x), probabilities);
    temporary.rowSums(1, probabilities, tangents(x), mean);
    k.copy(tangents(x), tangents(y));
    temporary.addScaledRows(-1, wideOnes(x), mean, tangents(y));
    k.rows().logSoftmax(values(x), values(y));
  }

  /** {@code dx' = dy' - p sum(dy') - p y' sum(dy)} with {@code p = exp(y)}. */
  @Override
  public void logSoftmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {
    Matrix probabilities = temporary.like(0, y);
    Matrix along = temporary.like(3, y);
    Matrix sum = temporary.matrix(1, y.rows(), 1);
    k.softmax(values(y), probabilities); // what has been normalized stays as it is
    k.multiply(probabilities, tangents(y), 0, along);
    temporary.rowSums(1, values(dy), wideOnes(y), sum);
    k.rows().logSoftmaxGradient(values(y), tangents(dy), beta, tangents(dx));
    temporary.addScaledRows(-1, along, sum, tangents(dx));
    k.rows().logSoftmaxGradient(values(y), values(dy), beta, values(dx));
  }

  @Override
  public void rowLoss(Rowwise f, Matrix output, Matrix target, Matrix loss) {
    Matrix slope = temporary.like(0, output);
    Matrix ones = temporary.ones(output.rows(), 1);
    k.rows().rowLossGradient(f, values(output), values(target), ones, 0, slope);
    temporary.rowSums(1, slope, tangents(output), tangents(loss));
    k.rows().rowLoss(f, values(output), values(target), values(loss));
  }

  /** {@code dx' = f''(output) output' dloss + f'(output) dloss'}. */
  @Override
  public void rowLossGradient(
      Rowwise f, Matrix output, Matrix target, Matrix dloss, double beta, Matrix dx) {
    Matrix targetAndVector =
        temporary.matrix(0, target.rows(), target.columns() + output.columns());
    k.copy(values(target), targetAndVector.columns(0, target.columns()));
    k.copy(tangents(output), targetAndVector.columns(target.columns(), output.columns()));
    k.rows()
        .rowLossGradient(
            new Curvature.OfRow(f),
            values(output),
            targetAndVector,
            values(dloss),
            beta,
            tangents(dx));
    k.rows().rowLossGradient(f, values(output), values(target), tangents(dloss), 1, tangents(dx));
    k.rows().rowLossGradient(f, values(output), values(target), values(dloss), beta, values(dx));
  }

  @Override
  public void rowMap(RowFunction f, Matrix x, Matrix y) {
    throw new NoTangentException("of this function of rows no derivatives are known");
  }

  /** Linear in v; the slope does not change along x. */
  @Override
  public void randomSlope(
      Matrix x, Matrix v, double lower, double upper, long key, double beta, Matrix y) {
    k.rows().randomSlope(values(x), tangents(v), lower, upper, key, beta, tangents(y));
    k.rows().randomSlope(values(x), values(v), lower, upper, key, beta, values(y));
  }
}
