// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.Add;
import backprop.engine.op.Multiply;
import backprop.engine.op.Predict;
import backprop.engine.op.Scale;

/**
 * A loss for rows that have a target, or somebody's prediction to follow, or both: {@code a *
 * L(output, target) + b * G(output, guide)}. The target is one row of {@code n + 2 + p} numbers, n
 * being the elements of the target of L and p those of its prediction: the target, a, b, the guide.
 * A row without a target has a = 0 and any numbers in its place.
 */
public final class GuidedLoss implements Loss {
  private final Loss loss;
  private final Guidance guidance;

  /** Records how far an output is from its guide. */
  private interface Guidance {
    Value apply(Graph g, Value output, Value guide);
  }

  private GuidedLoss(Loss loss, Guidance guidance) {
    this.loss = loss;
    this.guidance = guidance;
  }

  /**
   * The guide is a distribution over the classes, softened by a temperature: {@code G = T^2 *
   * KL(guide || softmax(output / T))}, whose gradients stay as large as those of the loss when T
   * grows. Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network", 2015, section
   * 2.
   *
   * @param loss one with a logit for each class
   * @param temperature T, above 0
   */
  public static GuidedLoss softened(Loss loss, double temperature) {
    Loss divergence = new KlDivergence();
    return new GuidedLoss(
        loss,
        (g, output, guide) -> {
          Value logits = g.op(new Scale(1 / temperature), output);
          Value cost = divergence.apply(g, logits, guide);
          return g.op(new Scale(temperature * temperature), cost);
        });
  }

  /**
   * The guide is a prediction, and G the mean squared difference from one's own. Laine and Aila,
   * "Temporal ensembling for semi-supervised learning", ICLR 2017, section 2.1.
   *
   * @param loss one whose prediction has a gradient
   * @throws IllegalArgumentException when its prediction has none
   */
  public static GuidedLoss consistent(Loss loss) {
    Graph g = new Graph(Mode.INFER);
    Value prediction = loss.predict(g, g.input(Shape.of(loss.outputs(2))));
    if (g.recorded(prediction).stream().anyMatch(r -> r.op() instanceof Predict)) {
      throw new IllegalArgumentException(
          "the loss "
              + loss
              + " makes a prediction without a gradient, so that no other prediction can guide it:"
              + " take one such as cross-entropy");
    }
    Loss difference = new MeanSquaredError();
    return new GuidedLoss(
        loss, (h, output, guide) -> difference.apply(h, loss.predict(h, output), guide));
  }

  /** Numbers of a prediction for such an output. */
  private int predicted(Shape output) {
    Graph g = new Graph(Mode.INFER);
    return loss.predict(g, g.input(output)).shape().elements();
  }

  @Override
  public Shape target(Shape output) {
    return Shape.of(loss.target(output).elements() + 2 + predicted(output));
  }

  @Override
  public Value apply(Graph g, Value output, Value target) {
    Shape one = loss.target(output.shape());
    int n = one.elements();
    Value own = loss.apply(g, output, g.reshape(g.columns(target, 0, n), one));
    Value guide = g.contiguous(g.columns(target, n + 2, predicted(output.shape())));
    Value guided = guidance.apply(g, output, guide);
    return g.op(
        new Add(),
        g.op(new Multiply(), own, g.columns(target, n, 1)),
        g.op(new Multiply(), guided, g.columns(target, n + 1, 1)));
  }

  @Override
  public Value predict(Graph g, Value output) {
    return loss.predict(g, output);
  }
}
