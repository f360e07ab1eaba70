// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

/**
 * Predictions beside targets, row by row: what metrics are computed from. Room for a number of rows
 * is made once and filled again and again.
 *
 * <p>Of classes it holds a distribution for each row: numbers that are none yet are limited to [0,
 * 1] and divided by their sum, and where all are 0 or below, the largest one gets all.
 */
public final class Scores {
  private final Targets targets;
  private final int columns;
  private final double[] predicted;
  private final double[] wanted;
  private final double[] weights;
  private int rows;
  private double loss;

  /**
   * Room for rows; there are none yet.
   *
   * @param capacity most rows
   * @param predictionColumns numbers of one prediction
   * @param targetColumns numbers of one target; of quantities the first so many numbers of a
   *     prediction are compared with them
   */
  public Scores(Targets targets, int capacity, int predictionColumns, int targetColumns) {
    if (!targets.areClasses() && predictionColumns < targetColumns) {
      throw new IllegalArgumentException(
          predictionColumns + " predicted numbers for targets of " + targetColumns);
    }
    this.targets = targets;
    this.columns = targets.areClasses() ? targets.classes(predictionColumns) : targetColumns;
    this.predicted = new double[Math.multiplyExact(capacity, columns)];
    this.wanted = new double[targets.areClasses() ? capacity : predicted.length];
    this.weights = new double[capacity];
  }

  /** Forgets all rows. */
  public void clear() {
    rows = 0;
  }

  /**
   * Adds a row.
   *
   * @param prediction the numbers of predictions, this one from index {@code from}
   * @param target the numbers of targets, this one from index {@code at}
   * @param targetColumns numbers of one target
   * @param weight how often the row counts, at least 0
   */
  public void add(
      double[] prediction, int from, double[] target, int at, int targetColumns, double weight) {
    int start = rows * columns;
    if (targets.areClasses()) {
      wanted[rows] = targets.classOf(target, at, targetColumns);
      distribution(prediction, from, start);
    } else {
      System.arraycopy(target, at, wanted, start, columns);
      System.arraycopy(prediction, from, predicted, start, columns);
    }
    weights[rows++] = weight;
  }

  private void distribution(double[] prediction, int from, int start) {
    if (targets.form() == Targets.Form.SINGLE) {
      predicted[start + 1] = limited(prediction[from]);
      predicted[start] = 1 - predicted[start + 1];
      return;
    }
    double sum = 0;
    int largest = 0;
    for (int c = 0; c < columns; c++) {
      predicted[start + c] = limited(prediction[from + c]);
      sum += predicted[start + c];
      largest = prediction[from + c] > prediction[from + largest] ? c : largest;
    }
    for (int c = 0; c < columns; c++) {
      predicted[start + c] = sum > 0 ? predicted[start + c] / sum : c == largest ? 1 : 0;
    }
  }

  private static double limited(double p) {
    return Math.max(0, Math.min(1, p));
  }

  /** Notes the mean loss of these rows. */
  public void loss(double mean) {
    loss = mean;
  }

  /** The mean loss of these rows. */
  public double loss() {
    return loss;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of classes, or of quantities. */
  public int columns() {
    return columns;
  }

  /** By how much errors of quantities are multiplied. */
  double unit() {
    return targets.unit();
  }

  /** Weight of a row. */
  double weight(int row) {
    return weights[row];
  }

  /** Sum of the weights. */
  double totalWeight() {
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      sum += weights[r];
    }
    return sum;
  }

  /** The probability of a class, or the predicted quantity. */
  double predicted(int row, int column) {
    return predicted[row * columns + column];
  }

  /** The true quantity. */
  double wanted(int row, int column) {
    return wanted[row * columns + column];
  }

  /** The true class. */
  int trueClass(int row) {
    return (int) wanted[row];
  }

  /** The most probable class, the first one of several. */
  int predictedClass(int row) {
    int largest = 0;
    for (int c = 1; c < columns; c++) {
      largest = predicted(row, c) > predicted(row, largest) ? c : largest;
    }
    return largest;
  }
}
