// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

/** How often rows of each class were taken for each class, counted by weight. */
final class Confusion {
  private final double[][] counts;
  private final double[] actual;
  private final double[] predicted;
  private double all;

  Confusion(Scores s) {
    int k = s.columns();
    counts = new double[k][k];
    actual = new double[k];
    predicted = new double[k];
    for (int r = 0; r < s.rows(); r++) {
      int t = s.trueClass(r);
      int p = s.predictedClass(r);
      double w = s.weight(r);
      counts[t][p] += w;
      actual[t] += w;
      predicted[p] += w;
      all += w;
    }
  }

  int classes() {
    return actual.length;
  }

  /** Weight of the rows of class c that were recognized. */
  double right(int c) {
    return counts[c][c];
  }

  /** Weight of all rows that were recognized. */
  double right() {
    double sum = 0;
    for (int c = 0; c < classes(); c++) {
      sum += counts[c][c];
    }
    return sum;
  }

  /** Weight of the rows of class c. */
  double actual(int c) {
    return actual[c];
  }

  /** Weight of the rows that were taken for class c. */
  double predicted(int c) {
    return predicted[c];
  }

  /** Weight of all rows. */
  double all() {
    return all;
  }
}
