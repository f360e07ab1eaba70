// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.RowFunction;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Predict;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Squared error of logarithms, for targets t from 0 that span orders of magnitude. The output x is
 * the logarithm of 1 plus the prediction: mean over the outputs of {@code (x - log(1 + t))^2}; the
 * prediction is {@code e^x - 1}, at least 0. Derivative {@code 2 (x - log(1 + t)) / outputs}. With
 * p = e^x - 1 it is {@code log((1 + p) / (1 + t))^2}, which a network that puts out p itself could
 * not learn where p falls below -1.
 */
@Description("Squared error of logarithms, for numbers from 0 over orders of magnitude.")
@Formula("mean over outputs of (x - ln(1 + t))^2, prediction = max(e^x - 1, 0)")
@Source("as MeanSquaredLogarithmicError in the manual of Keras, with x = ln(1 + prediction)")
public record MeanSquaredLogarithmicError() implements PairwiseLoss {
  private static final double LAST = 80;

  @Override
  public TargetKind kind() {
    return TargetKind.NONNEGATIVE;
  }

  @Override
  public Value predict(Graph g, Value output) {
    return g.op(new Predict("e^x - 1", new Expm1(LAST), output.shape().columns()), output);
  }

  /**
   * {@code e^x - 1} of every output, at least 0.
   *
   * @param last larger outputs count as this, so that none overflows
   */
  public record Expm1(double last) implements RowFunction {
    @Override
    public void apply(double[] x, int n, double[] y, int m) {
      for (int i = 0; i < n; i++) {
        y[i] = Math.expm1(Math.max(0, Math.min(x[i], last)));
      }
    }
  }

  @Override
  public double value(double prediction, double target) {
    double d = prediction - Math.log1p(target);
    return d * d;
  }

  @Override
  public double derivative(double prediction, double target) {
    return 2 * (prediction - Math.log1p(target));
  }

  @Override
  public double curvature(double prediction, double target) {
    return 2;
  }

  @Override
  public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      float d = prediction[i] - (float) Math.log1p(target[i]);
      out[i] = d * d;
    }
  }

  @Override
  public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = 2 * (prediction[i] - (float) Math.log1p(target[i]));
    }
  }
}
