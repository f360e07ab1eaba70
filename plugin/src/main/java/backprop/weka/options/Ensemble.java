// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import backprop.engine.activation.Relu;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Dropout;
import backprop.engine.layer.Layer;
import backprop.engine.layer.MemberHeads;
import backprop.engine.layer.Reshape;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.loss.MembersLoss;
import backprop.engine.optimize.AdamW;
import backprop.engine.optimize.Ema;
import backprop.engine.optimize.Optimization;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Cosine;
import backprop.engine.schedule.Schedule;
import java.util.List;
import java.util.Optional;
import weka.core.Attribute;
import weka.core.Instances;

/**
 * The ensemble that {@code auto} stands for with a nominal class, or where effort is to be
 * thorough: small networks, usually eight, that share their inputs and their minibatches and
 * nothing else. Each row is kept from one of them, which judges it; so the epoch at which to stop
 * and the temperature of the probabilities come from rows that were not trained on, and yet no row
 * is lost. That matters because tables differ most in how long it pays to learn from them: noisy
 * ones a few epochs, clean ones a hundred.
 *
 * <p>Numbers get bins beside their value, which lets the networks see thresholds. A moving average
 * of the weights makes every epoch a good place to stop.
 */
public final class Ensemble {
  /** From so many rows on an ensemble gains less than it costs. */
  private static final int MOST_ROWS = 50_000;

  /** More are often words, which stay sparse up to the first layer of one network only. */
  private static final int MOST_INPUTS = 1000;

  /** From so many rows on the rate falls, because noise of the steps, not of the rows, limits. */
  private static final int MANY_ROWS = 5000;

  /** Bins of a number. */
  public static final int BINS = 8;

  /** Patience grows to this part of the best epoch. */
  static final double PATIENCE_GROWTH = 0.75;

  private Ensemble() {}

  /**
   * Whether layers and loss are left open and best those of an ensemble.
   *
   * @param rows that count
   */
  public static boolean wanted(Settings s, Instances data, int rows) {
    return (data.classAttribute().isNominal() || Effort.of(s).searches())
        && s.automatic(Setting.PRESET)
        && s.automatic(Setting.LAYERS)
        && s.automatic(Setting.LOSS)
        && s.text(Setting.HIDDEN_LAYERS).isEmpty()
        && rows < MOST_ROWS
        && inputs(data, 1) <= MOST_INPUTS;
  }

  /**
   * What the ensemble is made of where nothing is searched for; empty where none is wanted.
   *
   * @param rows that count
   */
  public static Optional<Recipe> recipe(Settings s, Instances data, int rows) {
    if (!wanted(s, data, rows)) {
      return Optional.empty();
    }
    boolean bins =
        s.automatic(Setting.NUMERIC)
            ? data.classAttribute().isNominal() && hasRoomForBins(data)
            : s.text(Setting.NUMERIC).equals("bins");
    return Optional.of(Recipe.usual(s, rows, data.classAttribute().isNominal(), bins));
  }

  /** Whether the numbers of these data leave room for bins. */
  public static boolean hasRoomForBins(Instances data) {
    return inputs(data, 1 + BINS) <= MOST_INPUTS;
  }

  /** About how many inputs attributes become, where a number becomes so many. */
  private static long inputs(Instances data, int number) {
    long sum = 0;
    for (int a = 0; a < data.numAttributes(); a++) {
      Attribute attribute = data.attribute(a);
      if (a != data.classIndex()) {
        sum +=
            !attribute.isNominal() ? number : attribute.numValues() > 2 ? attribute.numValues() : 1;
      }
    }
    return sum;
  }

  static List<Layer> layers(Recipe r) {
    Layer dropout = new Dropout(r.dropout());
    return List.of(
        new Dense(r.members() * r.width(), new Relu()),
        dropout,
        new Reshape(List.of(r.members(), r.width())),
        new MemberHeads(r.width(), new Relu()),
        dropout);
  }

  /**
   * The loss.
   *
   * @param nominal whether the class is nominal
   * @param validated whether there are validation rows, so that members need not judge any
   */
  static Loss loss(boolean nominal, boolean validated) {
    return new MembersLoss(nominal ? new CrossEntropy(0) : new MeanSquaredError(), !validated);
  }

  /** AdamW, averaged over an epoch or a hundred steps. */
  static Optimization optimizer(Recipe r, int rows, int batch) {
    Schedule rate = rows < MANY_ROWS ? new Constant(0.006) : new Cosine(0.006, 0);
    long window = Math.max(100, Math.min(1000, rows / batch));
    return new Ema(1 - 1.0 / window, new AdamW(rate, new Constant(r.decay())));
  }

  /** The most epochs; the members stop before where that is better. */
  static int epochs(int rows) {
    int most = Math.max(96_000 / rows, Math.min(100, 400_000 / rows));
    return Math.max(15, Math.min(400, most));
  }

  /**
   * Epochs without a better loss at least: the average of the weights makes losses so smooth that a
   * few tell. More where there are few steps in an epoch, which the average takes to follow.
   */
  static int patience(int epochs, int rows, int batch) {
    int steps = Math.max(1, rows / Math.max(1, batch));
    int least = rows < MANY_ROWS ? 6 : 8;
    return Math.max(least, Math.min(epochs / 16, Math.max(10, 50 / steps)));
  }
}
