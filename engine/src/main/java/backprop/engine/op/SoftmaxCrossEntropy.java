// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Softmax and cross-entropy in one, which is exact for logits of any size: {@code loss =
 * logsumexp(x) - sum(t * x)}, where t puts {@code 1 - smoothing} on the true class and {@code
 * smoothing / classes} on every class. Inputs: logits (... x classes), target (... x 1: index of
 * the true class). Output: ... x 1. Gradient: {@code dx = (softmax(x) - t) * dloss}; the target has
 * none.
 *
 * @param smoothing label smoothing, in [0, 1); Szegedy et al., "Rethinking the Inception
 *     architecture for computer vision", CVPR 2016
 */
public record SoftmaxCrossEntropy(double smoothing) implements Op {
  @Override
  public Shape shape(Shape... in) {
    Shape one = in[0].withColumns(1);
    if (!in[1].equals(one)) {
      throw new IllegalArgumentException(
          "a target of " + in[1] + " does not fit logits of " + in[0] + ": it must be " + one);
    }
    return one;
  }

  @Override
  public Scratch[] scratch(Shape... in) {
    return new Scratch[] {new Scratch(true, in[0].columns())};
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.softmaxCrossEntropy(n.input(0), n.input(1), smoothing, n.scratch(0), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    PairLoss.refuseTargetGradient(n);
    if (n.gradient(0) != null) {
      k.softmaxCrossEntropyGradient(
          n.scratch(0), n.input(1), smoothing, n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "softmax cross-entropy" + (smoothing == 0 ? "" : " smoothed by " + smoothing);
  }
}
