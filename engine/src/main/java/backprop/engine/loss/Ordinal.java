// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.RowFunction;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Predict;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * Cumulative link model, for classes in an order: with k classes, {@code P(class > j) = s(g_j)}, s
 * being the logistic function and {@code g_0 > g_1 > ...} the k - 1 cumulative logits. The outputs
 * are k - 1 numbers u, from which {@code g_0 = u_0} and {@code g_j = g_(j-1) - log(1 + e^(u_(j-1) -
 * u_j))}: ordered whatever the outputs are. Where all outputs are one score plus a number of their
 * own, as the layer {@code shared-score} makes them, the distances of the g are the same for all
 * rows, which is the proportional odds model; otherwise they may depend on the row.
 *
 * <p>The target is the index of the true class c. {@code loss = -log P(c) = log(1 + e^-g_(c-1)) +
 * log(1 + e^g_c) + log(1 + e^-(u_(c-1) - u_c))}, for the first class only the middle term and for
 * the last only the first: a product form of {@code s(g_(c-1)) - s(g_c)} that does not cancel. The
 * prediction is a probability for each class. McCullagh, "Regression models for ordinal data",
 * Journal of the Royal Statistical Society B 42 (1980).
 */
@Description("Classes in an order: cumulative logits with ordered thresholds.")
@Formula(
    "-ln P(class), P(class > j) = 1 / (1 + e^-g_j), g_0 = x_0, g_j = g_(j-1) - ln(1 + "
        + "e^(x_(j-1) - x_j))")
@Source(
    "McCullagh, \"Regression models for ordinal data\", Journal of the Royal Statistical "
        + "Society B 42, 1980")
public record Ordinal() implements RowwiseLoss {
  @Override
  public TargetKind kind() {
    return TargetKind.CLASS;
  }

  @Override
  public int outputs(int targets) {
    return targets - 1;
  }

  @Override
  public double value(double[] output, int n, double[] target, int m) {
    int c = Outputs.index(target, n + 1);
    double g = output[0];
    double loss = c == 0 ? Logits.softplus(g) : 0;
    for (int j = 1; j <= n; j++) {
      if (j == c) {
        loss += Logits.softplus(-g);
      }
      if (j == n) {
        break;
      }
      double gap = output[j - 1] - output[j];
      g -= Logits.softplus(gap);
      if (j == c) {
        loss += Logits.softplus(g) + Logits.softplus(-gap);
      }
    }
    return loss;
  }

  @Override
  public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
    int c = Outputs.index(target, n + 1);
    // first the derivatives with respect to the cumulative logits
    double g = output[0];
    for (int j = 0; j < n; j++) {
      g -= j == 0 ? 0 : Logits.softplus(output[j - 1] - output[j]);
      gradient[j] = (j == c - 1 ? -Logits.logistic(-g) : 0) + (j == c ? Logits.logistic(g) : 0);
    }
    // then, last gap first, those with respect to the outputs
    double later = 0;
    double fromGap = 0;
    for (int j = n - 1; j > 0; j--) {
      later += gradient[j];
      double gap = output[j - 1] - output[j];
      double slope = -Logits.logistic(gap) * later - (j == c ? Logits.logistic(-gap) : 0);
      gradient[j] = fromGap - slope;
      fromGap = slope;
    }
    gradient[0] += later + fromGap;
  }

  @Override
  public void curvature(
      double[] output, int n, double[] target, int m, double[] vector, double[] product) {
    int c = Outputs.index(target, n + 1);
    // the derivatives with respect to the two cumulative logits around the class, and their changes
    double before = 0;
    double beforeChange = 0;
    double at = 0;
    double atChange = 0;
    double g = output[0];
    double change = vector[0];
    for (int j = 0; j < n; j++) {
      if (j > 0) {
        double gap = output[j - 1] - output[j];
        g -= Logits.softplus(gap);
        change -= Logits.logistic(gap) * (vector[j - 1] - vector[j]);
      }
      double bend = Logits.logistic(g) * Logits.logistic(-g) * change;
      if (j == c - 1) {
        before = -Logits.logistic(-g);
        beforeChange = bend;
      } else if (j == c) {
        at = Logits.logistic(g);
        atChange = bend;
      }
    }
    double fromGap = 0;
    for (int j = n - 1; j > 0; j--) {
      double later = (j < c ? before : 0) + (j <= c ? at : 0);
      double laterChange = (j < c ? beforeChange : 0) + (j <= c ? atChange : 0);
      double gap = output[j - 1] - output[j];
      double bend = Logits.logistic(gap) * Logits.logistic(-gap) * (vector[j - 1] - vector[j]);
      double slopeChange = -Logits.logistic(gap) * laterChange - bend * later + (j == c ? bend : 0);
      product[j] = fromGap - slopeChange;
      fromGap = slopeChange;
    }
    product[0] = beforeChange + atChange + fromGap;
  }

  @Override
  public Value predict(Graph g, Value output) {
    int classes = Outputs.oneRow("ordinal", output.shape()).columns() + 1;
    return g.op(new Predict("ordered classes", new Probabilities(), classes), output);
  }

  /** A probability for each class from the outputs, which are one fewer. */
  public record Probabilities() implements RowFunction {
    @Override
    public void apply(double[] u, int n, double[] p, int classes) {
      double g = u[0];
      p[0] = Logits.logistic(-g);
      for (int j = 1; j < n; j++) {
        double gap = u[j - 1] - u[j];
        double next = g - Logits.softplus(gap);
        p[j] = Logits.logistic(g) * Logits.logistic(-next) * Logits.logistic(gap);
        g = next;
      }
      p[n] = Logits.logistic(g);
    }
  }
}
