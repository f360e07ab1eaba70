// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RowFunction;
import backprop.engine.backend.RowKernels;
import backprop.engine.backend.Rowwise;

/** {@link RowKernels} in float; functions of whole rows in double precision. */
final class JavaRowKernels implements RowKernels {
  private final RowBlocks rows;
  private final Elements elements;
  private final RowFunctions functions;

  JavaRowKernels(Workers workers, RowBlocks rows, Elements elements) {
    this.rows = rows;
    this.elements = elements;
    this.functions = new RowFunctions(workers);
  }

  @Override
  public void logSoftmax(Matrix x, Matrix y) {
    Checks.same("logSoftmax", x, y);
    rows.logSoftmax(x, y);
  }

  @Override
  public void logSoftmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {
    Checks.same("logSoftmaxGradient", y, dy, dx);
    Checks.beta("logSoftmaxGradient", beta);
    rows.logSoftmaxGradient(y, dy, beta, dx);
  }

  @Override
  public void rowLoss(Rowwise f, Matrix output, Matrix target, Matrix loss) {
    Checks.rowLoss("rowLoss", output, target, loss);
    functions.loss(f, output, target, loss);
  }

  @Override
  public void rowLossGradient(
      Rowwise f, Matrix output, Matrix target, Matrix dloss, double beta, Matrix dx) {
    Checks.rowLoss("rowLossGradient", output, target, dloss);
    Checks.same("rowLossGradient", output, dx);
    Checks.beta("rowLossGradient", beta);
    functions.gradient(f, output, target, dloss, beta, dx);
  }

  @Override
  public void rowMap(RowFunction f, Matrix x, Matrix y) {
    Checks.sameRows("rowMap", x, y);
    functions.map(f, x, y);
  }

  @Override
  public void randomSlope(
      Matrix x, Matrix v, double lower, double upper, long key, double beta, Matrix y) {
    Checks.same("randomSlope", x, v, y);
    Checks.beta("randomSlope", beta);
    elements.randomSlope(x, v, lower, upper, key, beta, y);
  }
}
