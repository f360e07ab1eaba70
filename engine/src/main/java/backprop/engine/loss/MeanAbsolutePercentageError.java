// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Mean over the outputs of {@code 100 |prediction - target| / |target|}, for targets other than 0;
 * below 1e-7 a target's size counts as 1e-7. Derivative for each output: 100 over the target's
 * size, with the sign of the difference, over the number of outputs; 0 where they agree. Errors of
 * small targets count most, and predictions tend to be too small.
 */
@Description("Mean of the absolute errors in percent of the targets.")
@Formula("mean over outputs of 100 * |x - t| / max(|t|, 1e-7)")
@Source(
    "de Myttenaere, Golden, Le Grand and Rossi, \"Mean absolute percentage error for "
        + "regression models\", Neurocomputing 192, 2016")
public record MeanAbsolutePercentageError() implements PairwiseLoss {
  private static final double LEAST = 1e-7;

  @Override
  public TargetKind kind() {
    return TargetKind.NONZERO;
  }

  @Override
  public double value(double prediction, double target) {
    return 100 * Math.abs(prediction - target) / Math.max(Math.abs(target), LEAST);
  }

  @Override
  public double derivative(double prediction, double target) {
    return 100 * Math.signum(prediction - target) / Math.max(Math.abs(target), LEAST);
  }

  @Override
  public double curvature(double prediction, double target) {
    return 0;
  }

  @Override
  public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      float size = Math.max(Math.abs(target[i]), (float) LEAST);
      out[i] = 100 * Math.abs(prediction[i] - target[i]) / size;
    }
  }

  @Override
  public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
    // the sign, without a branch: two factors lift the smallest difference of two floats above 1
    for (int i = from; i < to; i++) {
      float size = Math.max(Math.abs(target[i]), (float) LEAST);
      float sign = Math.max(-1, Math.min(1, (prediction[i] - target[i]) * 1e30f * 1e30f));
      out[i] = 100 * sign / size;
    }
  }
}
