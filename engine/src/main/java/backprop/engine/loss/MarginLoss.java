// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Softmax;
import java.util.Arrays;

/**
 * What hinge and squared hinge share: a score for each class, and by how much scores miss a margin
 * of 1. The target is the index of the true class. The prediction is the softmax of the scores:
 * positive shares of sum 1 in the order of the scores, but no estimated probabilities.
 */
interface MarginLoss extends RowwiseLoss {
  /** What the true class's score is compared with. */
  enum Against {
    /**
     * The best other score: {@code v = max(0, 1 + max of other scores - score)}. Crammer and
     * Singer, "On the algorithmic implementation of multiclass kernel-based vector machines", JMLR
     * 2 (2001).
     */
    BEST_RIVAL,
    /**
     * 0, and so is every other score: the mean over the classes of {@code v = max(0, 1 - s *
     * score)}, s being 1 for the true class and -1 for the others.
     */
    ZERO
  }

  /** What scores are compared with. */
  Against against();

  /** The loss of a violation of the margin. */
  double cost(double violation);

  /** The derivative of {@link #cost}. */
  double costSlope(double violation);

  /** The second derivative of {@link #cost}. */
  double costCurvature();

  @Override
  default TargetKind kind() {
    return TargetKind.CLASS;
  }

  @Override
  default Value predict(Graph g, Value output) {
    return g.op(new Softmax(), output);
  }

  /** The index of the best other score; -1 where there is only one class. */
  private static int rival(double[] output, int n, int truth) {
    int best = -1;
    for (int c = 0; c < n; c++) {
      if (c != truth && (best < 0 || output[c] > output[best])) {
        best = c;
      }
    }
    return best;
  }

  @Override
  default double value(double[] output, int n, double[] target, int m) {
    int truth = Outputs.index(target, n);
    if (against() == Against.BEST_RIVAL) {
      int rival = rival(output, n, truth);
      return rival < 0 ? 0 : cost(Math.max(0, 1 + output[rival] - output[truth]));
    }
    double sum = 0;
    for (int c = 0; c < n; c++) {
      sum += cost(Math.max(0, 1 + (c == truth ? -output[c] : output[c])));
    }
    return sum / n;
  }

  @Override
  default void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
    int truth = Outputs.index(target, n);
    if (against() == Against.BEST_RIVAL) {
      Arrays.fill(gradient, 0, n, 0);
      int rival = rival(output, n, truth);
      double violation = rival < 0 ? 0 : 1 + output[rival] - output[truth];
      if (violation > 0) {
        gradient[rival] = costSlope(violation);
        gradient[truth] = -gradient[rival];
      }
      return;
    }
    for (int c = 0; c < n; c++) {
      double sign = c == truth ? -1 : 1;
      double violation = 1 + sign * output[c];
      gradient[c] = violation > 0 ? sign * costSlope(violation) / n : 0;
    }
  }

  @Override
  default void curvature(
      double[] output, int n, double[] target, int m, double[] vector, double[] product) {
    int truth = Outputs.index(target, n);
    if (against() == Against.BEST_RIVAL) {
      Arrays.fill(product, 0, n, 0);
      int rival = rival(output, n, truth);
      if (rival >= 0 && 1 + output[rival] - output[truth] > 0) {
        product[rival] = costCurvature() * (vector[rival] - vector[truth]);
        product[truth] = -product[rival];
      }
      return;
    }
    for (int c = 0; c < n; c++) {
      double violation = 1 + (c == truth ? -output[c] : output[c]);
      product[c] = violation > 0 ? costCurvature() * vector[c] / n : 0;
    }
  }
}
