// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.Rowwise;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.RowLoss;
import backprop.engine.op.Softmax;
import backprop.engine.op.SoftmaxCrossEntropy;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Cross-entropy of a softmax, for one of several classes. The outputs are logits, one for each
 * class; the target is one column with the index of the true class; the prediction is the softmax,
 * a probability for each class. In nats: {@code loss = -log p(true class)} without smoothing and
 * weights, else {@code -sum over classes of w * t * log p}.
 *
 * <p>Class weights make the predicted probabilities those of classes that are as frequent as their
 * weights say; they multiply the weights of rows, those that a classifier gives to classes
 * included. As in other libraries, smoothing puts a share of the target on each class, at that
 * class's weight.
 *
 * @param smoothing the target distribution t puts {@code 1 - smoothing} on the true class and
 *     {@code smoothing / classes} on every class; in [0, 1). Szegedy et al., "Rethinking the
 *     Inception architecture for computer vision", CVPR 2016
 * @param weights w, one from 0 for each class, in the order of the classes; empty for all 1
 */
@Description("Softmax and cross-entropy, for one of several classes.")
@Formula(
    "-sum over classes of w * t * ln p, p = softmax(x), t = (1 - smoothing) * [true "
        + "class] + smoothing / classes")
@Source(
    "Bridle, \"Probabilistic interpretation of feedforward classification network "
        + "outputs\", Neurocomputing, NATO ASI Series 68, 1990; smoothing from Szegedy et al., "
        + "\"Rethinking the Inception architecture for computer vision\", CVPR 2016, section 7")
public record CrossEntropy(
    @Tip(
            value = "label smoothing: this share of each target is spread over all classes",
            min = 0,
            below = 1)
        double smoothing,
    @Tip(value = "weights of the classes, in their order; empty for all 1", min = 0)
        List<Double> weights)
    implements Loss {
  public CrossEntropy {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "smoothing is " + smoothing + ", allowed are 0 up to, but not, 1");
    }
    weights = Outputs.checked("weights", weights);
  }

  /** All classes weigh 1. */
  public CrossEntropy(double smoothing) {
    this(smoothing, List.of());
  }

  @Override
  public TargetKind kind() {
    return TargetKind.CLASS;
  }

  @Override
  public Shape target(Shape output) {
    Shape target = Outputs.index("cross-entropy", output);
    Outputs.weights("cross-entropy", weights, output);
    return target;
  }

  @Override
  public Value apply(Graph g, Value output, Value target) {
    target(output.shape());
    return weights.isEmpty()
        ? g.op(new SoftmaxCrossEntropy(smoothing), output, target)
        : g.op(new RowLoss(new Weighted(smoothing, weights)), output, target);
  }

  @Override
  public Value predict(Graph g, Value output) {
    return g.op(new Softmax(), output);
  }

  private record Weighted(double smoothing, List<Double> weights) implements Rowwise {
    /** Weight times target of a class. */
    private double share(int c, int truth, int classes) {
      return Outputs.weight(weights, c) * (smoothing / classes + (c == truth ? 1 - smoothing : 0));
    }

    @Override
    public double value(double[] output, int n, double[] target, int m) {
      int truth = Outputs.index(target, n);
      double logSum = Logits.logSum(output, 0, n);
      double loss = 0;
      for (int c = 0; c < n; c++) {
        loss += share(c, truth, n) * (logSum - output[c]);
      }
      return loss;
    }

    @Override
    public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
      int truth = Outputs.index(target, n);
      double logSum = Logits.logSum(output, 0, n);
      double all = 0;
      for (int c = 0; c < n; c++) {
        all += share(c, truth, n);
      }
      for (int c = 0; c < n; c++) {
        gradient[c] = all * Math.exp(output[c] - logSum) - share(c, truth, n);
      }
    }

    @Override
    public void curvature(
        double[] output, int n, double[] target, int m, double[] vector, double[] product) {
      int truth = Outputs.index(target, n);
      double all = 0;
      for (int c = 0; c < n; c++) {
        all += share(c, truth, n);
      }
      Logits.softmaxChange(output, n, all, vector, product);
    }
  }
}
