// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.ensemble;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.loss.TargetKind;
import backprop.engine.network.Network;
import backprop.engine.network.Predictions;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * How sure a network is, by what its predictions differ in when dropout goes on: T predictions
 * under masks drawn anew. Gal and Ghahramani, "Dropout as a Bayesian approximation: representing
 * model uncertainty in deep learning", ICML 2016, section 4; for the entropies Gal, "Uncertainty in
 * deep learning", thesis, 2016, section 3.3.
 *
 * <p>All that is random in training is random here: dropout of all kinds, noise on activations and
 * weights, random slopes, drawn codes. Batch normalization goes by its running moments. A scheduled
 * rate has the value that it has at the start of training. Masks of weights are the same for all
 * rows that pass at a time, at most {@value Predictions#BATCH}.
 *
 * @param samples T, at least 2
 * @param seed fixes all masks
 */
@Description("How sure a prediction is: the spread of predictions under random " + "dropout masks.")
@Formula(
    "mean and deviation of p_t over masks t; entropy of the mean; mutual "
        + "information = entropy of the mean - mean entropy")
@Source(
    "Gal and Ghahramani, \"Dropout as a Bayesian approximation: representing "
        + "model uncertainty in deep learning\", ICML 2016")
public record MonteCarloDropout(int samples, long seed) {
  public MonteCarloDropout {
    if (samples < 2) {
      throw new IllegalArgumentException(
          samples + " samples say nothing about their spread, at least 2 are needed");
    }
  }

  /**
   * What the predictions were like; one row for each input.
   *
   * @param mean mean of each number predicted
   * @param deviation standard deviation of each, with divisor T - 1
   * @param entropy entropy of the mean distribution over the classes, in nats: how unsure the
   *     prediction is for all reasons together; empty where no distribution is predicted
   * @param information that entropy less the mean entropy of the single predictions, their mutual
   *     information with the masks: how unsure it is for want of such rows in training; empty where
   *     no distribution is predicted
   */
  public record Uncertainty(
      double[][] mean, double[][] deviation, double[] entropy, double[] information) {}

  /**
   * Predicts.
   *
   * @param inputs one row each, on the network's kernels
   */
  public Uncertainty of(Network network, Matrix inputs) {
    Kernels k = network.kernels();
    int rows = inputs.rows();
    int columns = network.prediction().elements();
    boolean distribution = distribution(network, columns);
    double[][] sum = new double[rows][columns];
    double[][] squares = new double[rows][columns];
    double[] single = new double[rows];
    int batch = Math.max(1, Math.min(Predictions.BATCH, rows));
    Program p = network.samplingProgram(k, batch);
    double[] predicted = new double[batch * columns];
    int part = 0;
    for (int from = 0; from < rows; from += batch, part++) {
      int count = Math.min(batch, rows - from);
      p.batch(count);
      for (int t = 0; t < samples; t++) {
        p.randomness(seed, (long) part * samples + t);
        // the program may use the memory of its input for something else
        k.copy(inputs.rows(from, count), p.input());
        p.forward();
        p.prediction().buffer().read(p.prediction().offset(), predicted, 0, count * columns);
        for (int i = 0; i < count; i++) {
          add(predicted, i * columns, sum[from + i], squares[from + i]);
          single[from + i] += distribution ? entropy(predicted, i * columns, columns) : 0;
        }
      }
    }
    return summary(sum, squares, single, distribution);
  }

  /** Whether the numbers of a prediction are probabilities of classes, or of yes for two. */
  private static boolean distribution(Network network, int columns) {
    TargetKind kind = network.spec().loss().kind();
    return kind == TargetKind.CLASS || kind == TargetKind.ANSWERS && columns == 1;
  }

  private static void add(double[] predicted, int at, double[] sum, double[] squares) {
    for (int c = 0; c < sum.length; c++) {
      sum[c] += predicted[at + c];
      squares[c] += predicted[at + c] * predicted[at + c];
    }
  }

  private Uncertainty summary(
      double[][] sum, double[][] squares, double[] single, boolean distribution) {
    int rows = sum.length;
    double[] entropy = new double[distribution ? rows : 0];
    double[] information = new double[distribution ? rows : 0];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < sum[r].length; c++) {
        double mean = sum[r][c] / samples;
        double rest = squares[r][c] - samples * mean * mean;
        squares[r][c] = Math.sqrt(Math.max(0, rest) / (samples - 1));
        sum[r][c] = mean;
      }
      if (distribution) {
        entropy[r] = entropy(sum[r], 0, sum[r].length);
        // never below 0 but for rounding: entropy is concave
        information[r] = Math.max(0, entropy[r] - single[r] / samples);
      }
    }
    return new Uncertainty(sum, squares, entropy, information);
  }

  private static double entropy(double[] p, int at, int columns) {
    if (columns == 1) {
      return part(p[at]) + part(1 - p[at]);
    }
    double sum = 0;
    for (int c = 0; c < columns; c++) {
      sum += part(p[at + c]);
    }
    return sum;
  }

  private static double part(double p) {
    return p > 0 ? -p * Math.log(p) : 0;
  }
}
