// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.Softmax;
import backprop.engine.op.SoftmaxCrossEntropy;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Cross-entropy of a softmax, for one of several classes. The outputs are logits, one for each
 * class; the target is one column with the index of the true class; the prediction is the softmax,
 * a probability for each class. In nats: {@code loss = -log p(true class)} without smoothing.
 *
 * @param smoothing the target distribution puts {@code 1 - smoothing} on the true class and {@code
 *     smoothing / classes} on every class; in [0, 1). Szegedy et al., "Rethinking the Inception
 *     architecture for computer vision", CVPR 2016
 */
@Description("Softmax and cross-entropy, for one of several classes.")
@Formula(
    "L = - sum over classes of t_k * log(softmax(x)_k), t = (1 - smoothing) * "
        + "one-hot + smoothing / classes")
@Source(
    "Bridle, \"Probabilistic interpretation of feedforward classification network "
        + "outputs\", 1990; smoothing: Szegedy et al., \"Rethinking the Inception "
        + "architecture for computer vision\", CVPR 2016, section 7")
public record CrossEntropy(
    @Tip(
            value = "label smoothing: this share of each target is spread over all classes",
            min = 0,
            below = 1)
        double smoothing)
    implements Loss {
  public CrossEntropy {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "smoothing is " + smoothing + ", allowed are 0 up to, but not, 1");
    }
  }

  @Override
  public Shape target(Shape output) {
    return Outputs.oneRow("cross-entropy", output).withColumns(1);
  }

  @Override
  public Value apply(Graph g, Value output, Value target) {
    Outputs.oneRow("cross-entropy", output.shape());
    return g.op(new SoftmaxCrossEntropy(smoothing), output, target);
  }

  @Override
  public Value predict(Graph g, Value output) {
    return g.op(new Softmax(), output);
  }
}
