// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Mean over the outputs of {@code (prediction - target)^2}, without the factor 1/2 of some
 * textbooks: the derivative for each output is {@code 2 * (prediction - target) / outputs}.
 */
@Description("Mean of the squared errors, for numeric targets.")
@Formula("L = mean of (x - t)^2")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "6.2.1.2")
public record MeanSquaredError() implements PairwiseLoss {
  @Override
  public double value(double prediction, double target) {
    double d = prediction - target;
    return d * d;
  }

  @Override
  public double derivative(double prediction, double target) {
    return 2 * (prediction - target);
  }

  @Override
  public double curvature(double prediction, double target) {
    return 2;
  }

  @Override
  public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = (prediction[i] - target[i]) * (prediction[i] - target[i]);
    }
  }

  @Override
  public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] = 2 * (prediction[i] - target[i]);
    }
  }
}
