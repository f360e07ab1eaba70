// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.activation.Sigmoid;
import backprop.engine.backend.FloatMath;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Cross-entropy of a sigmoid, for two classes or several yes-or-no answers at once. The outputs are
 * logits x; the targets t are probabilities of yes, in [0, 1]; the prediction is the sigmoid s.
 * Mean over the outputs of {@code -w t log s(x) - (1 - t) log(1 - s(x))}, in nats, computed as
 * {@code (1 - t) x + (1 + (w - 1) t) log(1 + e^-x)}, which does not overflow. The derivative for
 * each output is {@code ((1 - t) - (1 + (w - 1) t) s(-x)) / outputs}.
 *
 * @param smoothing targets are moved towards 1/2: {@code t (1 - smoothing) + smoothing / 2}; in [0,
 *     1)
 * @param positiveWeight w, how much an answer of yes weighs, above 0
 */
@Description("Sigmoid and cross-entropy, for two classes or several yes-or-no answers.")
@Formula(
    "mean over outputs of -w * t * ln s(x) - (1 - t) * ln(1 - s(x)), s(x) = 1 / (1 + "
        + "e^-x), w = positive-weight")
@Source(
    "Bishop, \"Pattern Recognition and Machine Learning\", Springer 2006, equations 5.21 "
        + "and 5.22")
public record BinaryCrossEntropy(
    @Tip(value = "label smoothing: targets are moved this far towards 1/2", min = 0, below = 1)
        double smoothing,
    @Tip(value = "how much an answer of yes weighs", above = 0) double positiveWeight)
    implements PairwiseLoss {
  public BinaryCrossEntropy {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "smoothing is " + smoothing + ", allowed are 0 up to, but not, 1");
    }
    if (!(positiveWeight > 0 && positiveWeight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "positive-weight is " + positiveWeight + ", allowed are finite numbers above 0");
    }
  }

  /** Targets as they are, yes and no weigh the same. */
  public BinaryCrossEntropy() {
    this(0, 1);
  }

  @Override
  public TargetKind kind() {
    return TargetKind.ANSWERS;
  }

  @Override
  public Value predict(Graph g, Value output) {
    return new Sigmoid().apply(g, output);
  }

  private double smoothed(double target) {
    return target * (1 - smoothing) + smoothing / 2;
  }

  @Override
  public double value(double prediction, double target) {
    double t = smoothed(target);
    return (1 - t) * prediction + (1 + (positiveWeight - 1) * t) * Logits.softplus(-prediction);
  }

  @Override
  public double derivative(double prediction, double target) {
    double t = smoothed(target);
    return (1 - t) - (1 + (positiveWeight - 1) * t) * Logits.logistic(-prediction);
  }

  @Override
  public double curvature(double prediction, double target) {
    return (1 + (positiveWeight - 1) * smoothed(target))
        * Logits.logistic(prediction)
        * Logits.logistic(-prediction);
  }

  @Override
  public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
    float keep = (float) (1 - smoothing);
    float half = (float) (smoothing / 2);
    float more = (float) (positiveWeight - 1);
    for (int i = from; i < to; i++) {
      out[i] = -prediction[i];
    }
    FloatMath.softplus(out, out, from, to);
    for (int i = from; i < to; i++) {
      float t = target[i] * keep + half;
      out[i] = (1 - t) * prediction[i] + (1 + more * t) * out[i];
    }
  }

  @Override
  public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
    float keep = (float) (1 - smoothing);
    float half = (float) (smoothing / 2);
    float more = (float) (positiveWeight - 1);
    for (int i = from; i < to; i++) {
      out[i] = -prediction[i];
    }
    FloatMath.sigmoid(out, out, from, to);
    for (int i = from; i < to; i++) {
      float t = target[i] * keep + half;
      out[i] = (1 - t) - (1 + more * t) * out[i];
    }
  }
}
