// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.graph.Program;
import backprop.engine.metric.MeanLoss;
import backprop.engine.metric.Metric;
import backprop.engine.metric.Scores;
import backprop.engine.metric.Targets;
import backprop.engine.network.Network;

/** The loss and a metric of rows, with the network as it is when predicting. */
final class Evaluation {
  private static final int BATCH = 256;

  private final Metric metric;
  private final Program program;
  private final int predictionColumns;
  private final int targetColumns;
  private final Scores scores;
  private final double[] predicted;
  private final double[] wanted;

  /** Runs before every batch: the place to end an interrupted run. */
  interface Watch {
    void look() throws InterruptedException;
  }

  /**
   * Records the program.
   *
   * @param meaning what the targets mean
   * @param losses most rows whose loss is asked for
   * @param scored most rows whose metric is asked for
   */
  Evaluation(Network network, Metric metric, Targets meaning, int losses, int scored) {
    this.metric = metric;
    boolean lossOnly = metric instanceof MeanLoss;
    int batch = Math.max(1, Math.min(BATCH, Math.max(losses, scored)));
    this.program = lossOnly ? network.evaluationProgram(batch) : network.scoringProgram(batch);
    this.predictionColumns = lossOnly ? 0 : program.prediction().columns();
    this.targetColumns = network.target().elements();
    this.scores = lossOnly ? null : new Scores(meaning, scored, predictionColumns, targetColumns);
    this.predicted = new double[batch * predictionColumns];
    this.wanted = new double[lossOnly ? 0 : batch * targetColumns];
  }

  /** The mean loss of the first {@code count} rows of an order. */
  double meanLoss(Batches rows, int[] order, int count, Watch watch) throws InterruptedException {
    return mean(rows, order, count, watch, null);
  }

  /**
   * The mean loss of all rows, and their metric in {@link #score}.
   *
   * @param order of all rows
   */
  double judge(Batches rows, int[] order, Watch watch) throws InterruptedException {
    if (scores != null) {
      scores.clear();
    }
    double loss = mean(rows, order, order.length, watch, scores);
    if (scores != null) {
      scores.loss(loss);
    }
    return loss;
  }

  /** The metric of the rows judged last; NaN where it is the loss, or the rows do not define it. */
  double score() {
    return scores == null ? Double.NaN : metric.of(scores);
  }

  private double mean(Batches rows, int[] order, int count, Watch watch, Scores into)
      throws InterruptedException {
    double sum = 0;
    for (int from = 0; from < count; from += program.maxBatch()) {
      watch.look();
      int n = Math.min(program.maxBatch(), count - from);
      program.batch(n);
      rows.load(order, from, n, program);
      program.forward();
      sum += rows.weightedSum(order, from, n, program);
      if (into != null) {
        add(rows, order, from, n, into);
      }
    }
    return sum / rows.weight(order, 0, count);
  }

  private void add(Batches rows, int[] order, int from, int n, Scores into) {
    program
        .prediction()
        .buffer()
        .read(program.prediction().offset(), predicted, 0, n * predictionColumns);
    program.target().buffer().read(program.target().offset(), wanted, 0, n * targetColumns);
    for (int i = 0; i < n; i++) {
      double weight = rows.weight(order, from + i, 1);
      into.add(predicted, i * predictionColumns, wanted, i * targetColumns, targetColumns, weight);
    }
  }
}
