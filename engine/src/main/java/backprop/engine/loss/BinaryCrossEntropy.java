// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.activation.Sigmoid;
import backprop.engine.backend.FloatMath;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Cross-entropy of a sigmoid, for two classes or several yes-or-no answers at once. The outputs are
 * logits x; the targets t are probabilities of yes, in [0, 1]; the prediction is the sigmoid. Mean
 * over the outputs of {@code -t log s(x) - (1 - t) log(1 - s(x))}, in nats, computed as {@code
 * max(x, 0) - x * t + log1p(e^-|x|)}, which does not overflow. The derivative for each output is
 * {@code (s(x) - t) / outputs}.
 */
@Description("Sigmoid and cross-entropy, for two classes or several yes-or-no answers.")
@Formula("L = mean of - t * log s(x) - (1 - t) * log(1 - s(x)), s(x) = 1 / (1 + e^-x)")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "6.2.2.2")
public record BinaryCrossEntropy() implements PairwiseLoss {
  @Override
  public Value predict(Graph g, Value output) {
    return new Sigmoid().apply(g, output);
  }

  @Override
  public double value(double prediction, double target) {
    return Math.max(prediction, 0)
        - prediction * target
        + Math.log1p(Math.exp(-Math.abs(prediction)));
  }

  @Override
  public double derivative(double prediction, double target) {
    return new Sigmoid().value(prediction) - target;
  }

  @Override
  public double curvature(double prediction, double target) {
    return new Sigmoid().derivative(prediction, 0);
  }

  @Override
  public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
    FloatMath.softplus(prediction, out, from, to);
    for (int i = from; i < to; i++) {
      out[i] -= prediction[i] * target[i];
    }
  }

  @Override
  public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
    FloatMath.sigmoid(prediction, out, from, to);
    for (int i = from; i < to; i++) {
      out[i] -= target[i];
    }
  }
}
