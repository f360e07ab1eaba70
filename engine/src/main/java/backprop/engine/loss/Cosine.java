// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.RowFunction;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Predict;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import java.util.Arrays;

/**
 * One minus the cosine of the angle between outputs and target, 0 to 2: {@code 1 - x . t / (|x|
 * |t|)}; lengths below 1e-8 count as 1e-8. Gradient {@code (cos * x / |x| - t / |t|) / |x|}. Only
 * the direction is learned: the prediction is the output of length 1.
 */
@Description("One minus the cosine between outputs and target: learns a direction.")
@Formula("1 - x . t / (|x| * |t|)")
@Source("as CosineSimilarity in the manual of Keras, plus 1")
public record Cosine() implements RowwiseLoss {
  private static final double LEAST = 1e-8;

  @Override
  public TargetKind kind() {
    return TargetKind.DIRECTION;
  }

  @Override
  public Value predict(Graph g, Value output) {
    return g.op(new Predict("direction", new Direction(LEAST), output.shape().columns()), output);
  }

  /**
   * The outputs brought to length 1.
   *
   * @param least what smaller lengths count as
   */
  public record Direction(double least) implements RowFunction {
    @Override
    public void apply(double[] x, int n, double[] y, int m) {
      double length = Math.max(Math.sqrt(dot(x, x, n)), least);
      for (int i = 0; i < n; i++) {
        y[i] = x[i] / length;
      }
    }
  }

  private static double length(double[] x, int n) {
    return Math.max(Math.sqrt(dot(x, x, n)), LEAST);
  }

  private static double dot(double[] x, double[] y, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Override
  public double value(double[] output, int n, double[] target, int m) {
    return 1 - dot(output, target, n) / (length(output, n) * length(target, n));
  }

  @Override
  public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
    double length = length(output, n);
    double other = length(target, n);
    double cosine = dot(output, target, n) / (length * other);
    // shorter than the least length, the length does not change with the output
    double along = length > LEAST ? cosine / length : 0;
    for (int i = 0; i < n; i++) {
      gradient[i] = (along * output[i] - target[i] / other) / length;
    }
  }

  @Override
  public void curvature(
      double[] output, int n, double[] target, int m, double[] vector, double[] product) {
    double length = length(output, n);
    if (!(length > LEAST)) {
      Arrays.fill(product, 0, n, 0);
      return;
    }
    double other = length(target, n);
    double cosine = dot(output, target, n) / (length * other);
    double longer = dot(output, vector, n) / length;
    double turn = dot(vector, target, n) / (length * other) - cosine * longer / length;
    for (int i = 0; i < n; i++) {
      double unit = output[i] / length;
      double unitChange = (vector[i] - unit * longer) / length;
      double gradient = (cosine * unit - target[i] / other) / length;
      product[i] = (turn * unit + cosine * unitChange - gradient * longer) / length;
    }
  }
}
