// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Mean over the outputs of {@code |prediction - target|}: the best prediction is the median. The
 * derivative for each output is the sign of the difference divided by the number of outputs, 0
 * where they agree.
 */
@Description("Mean of the absolute errors, for numeric targets with outliers.")
@Formula("L = mean of |x - t|")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "6.2.1.2")
public record MeanAbsoluteError() implements PairwiseLoss {
  @Override
  public double value(double prediction, double target) {
    return Math.abs(prediction - target);
  }

  @Override
  public double derivative(double prediction, double target) {
    return Math.signum(prediction - target);
  }

  @Override
  public double curvature(double prediction, double target) {
    return 0;
  }

  @Override
  public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = Math.abs(prediction[i] - target[i]);
    }
  }

  @Override
  public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
    // the sign, without a branch: two factors lift the smallest difference of two floats above 1
    for (int i = from; i < to; i++) {
      out[i] = Math.max(-1, Math.min(1, (prediction[i] - target[i]) * 1e30f * 1e30f));
    }
  }
}
