// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Checks;
import backprop.engine.backend.FloatMath;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Pairwise;

/** Kernels that reduce and transform each row by itself: softmax, losses, layer normalization. */
final class RowBlocks extends Blocks {
  private final Body normalize = this::normalize;
  private final Body normalizeGradient = this::normalizeGradient;
  private final Body softmax = this::softmax;
  private final Body softmaxGradient = this::softmaxGradient;
  private final Body logSoftmax = this::logSoftmax;
  private final Body logSoftmaxGradient = this::logSoftmaxGradient;
  private final Body crossEntropy = this::crossEntropy;
  private final Body crossEntropyGradient = this::crossEntropyGradient;
  private final Body pairLoss = this::pairLoss;
  private final Body pairGradient = this::pairGradient;

  // The call at hand.
  private Matrix target;
  private Matrix perRow;
  private Pairwise function;
  private double number;

  RowBlocks(Workers workers, Scratch[] scratch) {
    super(workers, scratch);
  }

  void normalize(Matrix x, double epsilon, Matrix y, Matrix scale) {
    perRow = scale;
    number = epsilon;
    run(normalize, x, null, 0, y);
  }

  private void normalize(Scratch s, int row, int rows) {
    int n = columns;
    for (int r = 0; r < rows; r++) {
      int from = r * n;
      int to = from + n;
      float mean = n == 0 ? 0 : sum(s.a, from, to) / n;
      shift(s.a, s.d, mean, from, to);
      // The mean of what is left corrects the rounding of the first.
      float rest = n == 0 ? 0 : sum(s.d, from, to) / n;
      shift(s.d, s.d, rest, from, to);
      double variance = n == 0 ? 0 : dot(s.d, s.d, from, to) / n;
      float scale = (float) (1 / Math.sqrt(variance + number));
      put(perRow, row + r, scale);
      scale(s.d, s.d, scale, from, to);
    }
  }

  private static void shift(float[] x, float[] y, float by, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = x[i] - by;
    }
  }

  private static void scale(float[] x, float[] y, float by, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = x[i] * by;
    }
  }

  void normalizeGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    perRow = scale;
    run(normalizeGradient, y, dy, beta, dx);
  }

  private void normalizeGradient(Scratch s, int row, int rows) {
    int n = columns;
    for (int r = 0; r < rows; r++) {
      int from = r * n;
      int to = from + n;
      float mean = sum(s.b, from, to) / n;
      float slope = dot(s.a, s.b, from, to) / n;
      centered(s.a, s.b, s.d, mean, slope, at(perRow, row + r), from, to);
    }
  }

  private static void centered(
      float[] y, float[] dy, float[] dx, float mean, float slope, float scale, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = scale * (dy[i] - mean - y[i] * slope);
    }
  }

  void softmax(Matrix x, Matrix y) {
    run(softmax, x, null, 0, y);
  }

  private void softmax(Scratch s, int row, int rows) {
    exponentials(s, rows);
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = from + columns;
      scale(s.d, s.d, 1f / sum(s.d, from, to), from, to);
    }
  }

  /** d = exp(a - the row's maximum); the maxima go to the sums. */
  private void exponentials(Scratch s, int rows) {
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = from + columns;
      float max = Float.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        max = Math.max(max, s.a[i]);
      }
      s.sums[r] = max;
      shift(s.a, s.d, max, from, to);
    }
    FloatMath.exp(s.d, s.d, 0, rows * columns);
  }

  void softmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {
    run(softmaxGradient, y, dy, beta, dx);
  }

  private void softmaxGradient(Scratch s, int row, int rows) {
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = from + columns;
      float sum = dot(s.a, s.b, from, to);
      for (int i = from; i < to; i++) {
        s.d[i] = s.a[i] * (s.b[i] - sum);
      }
    }
  }

  void logSoftmax(Matrix x, Matrix y) {
    run(logSoftmax, x, null, 0, y);
  }

  private void logSoftmax(Scratch s, int row, int rows) {
    exponentials(s, rows);
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = from + columns;
      float logSum = (float) Math.log(sum(s.d, from, to));
      float max = (float) s.sums[r];
      for (int i = from; i < to; i++) {
        s.d[i] = (s.a[i] - max) - logSum;
      }
    }
  }

  void logSoftmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx) {
    run(logSoftmaxGradient, y, dy, beta, dx);
  }

  private void logSoftmaxGradient(Scratch s, int row, int rows) {
    FloatMath.exp(s.a, s.d, 0, rows * columns);
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = from + columns;
      float sum = sum(s.b, from, to);
      for (int i = from; i < to; i++) {
        s.d[i] = s.b[i] - s.d[i] * sum;
      }
    }
  }

  void crossEntropy(Matrix logits, Matrix target, double smoothing, Matrix y, Matrix loss) {
    checkClasses("softmaxCrossEntropy", target, logits.columns());
    this.target = target;
    perRow = loss;
    number = smoothing;
    run(crossEntropy, logits, null, 0, y);
  }

  /** Before any thread computes, so that the message names the first bad row. */
  private static void checkClasses(String method, Matrix target, int classes) {
    for (int r = 0; r < target.rows(); r++) {
      Checks.classIndex(method, at(target, r), r, classes);
    }
  }

  private void crossEntropy(Scratch s, int row, int rows) {
    exponentials(s, rows);
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = from + columns;
      float sum = sum(s.d, from, to);
      double max = s.sums[r];
      double expected = s.a[from + (int) at(target, row + r)] - max;
      if (number != 0) {
        double mean = (double) sum(s.a, from, to) / columns - max;
        expected = (1 - number) * expected + number * mean;
      }
      put(perRow, row + r, (float) (Math.log(sum) - expected));
      scale(s.d, s.d, 1f / sum, from, to);
    }
  }

  void crossEntropyGradient(
      Matrix probabilities,
      Matrix target,
      double smoothing,
      Matrix dloss,
      double beta,
      Matrix dlogits) {
    checkClasses("softmaxCrossEntropyGradient", target, probabilities.columns());
    this.target = target;
    perRow = dloss;
    number = smoothing;
    run(crossEntropyGradient, probabilities, null, beta, dlogits);
  }

  private void crossEntropyGradient(Scratch s, int row, int rows) {
    float everywhere = (float) (number / columns);
    float truth = (float) (1 - number);
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = from + columns;
      float factor = at(perRow, row + r);
      for (int i = from; i < to; i++) {
        s.d[i] = (s.a[i] - everywhere) * factor;
      }
      int k = from + (int) at(target, row + r);
      s.d[k] = (s.a[k] - everywhere - truth) * factor;
    }
  }

  void pairLoss(Pairwise f, Matrix prediction, Matrix target, Matrix loss) {
    function = f;
    perRow = loss;
    run(pairLoss, prediction, target, 0, null);
  }

  private void pairLoss(Scratch s, int row, int rows) {
    function.forward(s.a, s.b, s.d, 0, rows * columns);
    for (int r = 0; r < rows; r++) {
      float sum = sum(s.d, r * columns, (r + 1) * columns);
      put(perRow, row + r, columns == 0 ? 0 : sum / columns);
    }
  }

  void pairGradient(
      Pairwise f, Matrix prediction, Matrix target, Matrix dloss, double beta, Matrix dp) {
    function = f;
    perRow = dloss;
    run(pairGradient, prediction, target, beta, dp);
  }

  private void pairGradient(Scratch s, int row, int rows) {
    function.backward(s.a, s.b, s.d, 0, rows * columns);
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      scale(s.d, s.d, at(perRow, row + r) / columns, from, from + columns);
    }
  }
}
