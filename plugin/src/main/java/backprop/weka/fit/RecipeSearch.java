// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Kernels;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.train.Batches;
import backprop.engine.train.DivergedException;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingControl;
import backprop.weka.options.Recipe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Chooses among recipes of an ensemble by successive halving: all train for some epochs, the better
 * half of them for twice as many, and so on until one is left. They are judged by the smallest loss
 * that they had on rows they did not train on. Jamieson and Talwalkar, "Non-stochastic best arm
 * identification and hyperparameter optimization", AISTATS 2016, algorithm 1.
 *
 * <p>On few rows that loss is largely chance, so the usual recipe is left only for one that is
 * clearly better.
 */
final class RecipeSearch {
  /** Epochs of the first round, as a share of those planned. */
  private static final int SHARE = 25;

  private static final int FEWEST_EPOCHS = 5;

  /** By which share of its loss another recipe must be better than the usual one, at least. */
  private static final double MARGIN = 0.02;

  /** How many standard errors of a mean of about this many losses come on top. */
  private static final double ERRORS = 0.5;

  private final TrainingControl control;
  private final long deadline;
  private final List<Entrant> entrants = new ArrayList<>();

  /**
   * What came of it.
   *
   * @param best the recipe to take
   * @param sentence on what was tried
   */
  record Outcome(Recipe best, String sentence) {}

  /** A recipe with its training. */
  private static final class Entrant {
    private final Recipe recipe;
    private final Trainer trainer;
    private boolean over;

    private Entrant(Recipe recipe, Trainer trainer) {
      this.recipe = recipe;
      this.trainer = trainer;
    }

    private double loss() {
      return trainer.history().stream()
          .mapToDouble(EpochRecord::validationLoss)
          .filter(x -> !Double.isNaN(x))
          .min()
          .orElse(Double.POSITIVE_INFINITY);
    }
  }

  /**
   * Begins a search.
   *
   * @param seconds at most, about; infinite for no limit
   */
  RecipeSearch(TrainingControl control, double seconds) {
    this.control = control;
    double nanos = Math.min(seconds * 1e9, Long.MAX_VALUE / 4.0);
    this.deadline = System.nanoTime() + (long) nanos;
  }

  /**
   * Adds a recipe; the usual one first.
   *
   * @param job the training that the recipe comes to
   */
  void add(Recipe recipe, Job job, NetworkSpec shape, Material material)
      throws InterruptedException {
    Kernels kernels = material.kernels();
    Network network = new Network(shape, kernels);
    network.initialize(job.seed());
    Batches rows = material.rows().rows();
    Batches judging = material.judged() == null ? rows : material.judged().rows();
    Trainer trainer = new Trainer(network, job.trainSpec(), rows, judging, control);
    trainer.start();
    entrants.add(new Entrant(recipe, trainer));
  }

  /**
   * Searches.
   *
   * @param planned epochs of a whole training
   * @param rows that judge
   * @throws InterruptedException when the thread is interrupted
   */
  Outcome run(int planned, int rows) throws InterruptedException {
    Entrant usual = entrants.get(0);
    List<Entrant> left = new ArrayList<>(entrants);
    int epochs = Math.max(FEWEST_EPOCHS, planned / SHARE);
    while (left.size() > 1 && System.nanoTime() < deadline) {
      for (Entrant e : left) {
        advance(e, epochs);
      }
      left.sort(Comparator.comparingDouble(Entrant::loss));
      left = new ArrayList<>(left.subList(0, (left.size() + 1) / 2));
      epochs *= 2;
    }
    Entrant first = left.get(0);
    // A fair comparison: both at the same number of epochs.
    advance(usual, first.trainer.history().size());
    double margin = MARGIN + ERRORS / Math.sqrt(rows);
    Entrant best = first.loss() < (1 - margin) * usual.loss() ? first : usual;
    return new Outcome(best.recipe, sentence(usual, first, best));
  }

  private void advance(Entrant e, int epochs) throws InterruptedException {
    while (!e.over && e.trainer.history().size() < epochs && System.nanoTime() < deadline) {
      try {
        e.over = !e.trainer.next();
      } catch (DivergedException d) {
        e.over = true;
      }
    }
  }

  private String sentence(Entrant usual, Entrant first, Entrant best) {
    return String.format(
        Locale.ROOT,
        "of %d ensembles tried, the best was %s, with a loss of %.4g in validation (the usual one"
            + " %.4g): %s",
        entrants.size(),
        first.recipe,
        first.loss(),
        usual.loss(),
        best != first
            ? "not enough to leave the usual one, " + usual.recipe
            : best == usual ? "it is the usual one" : "taken");
  }
}
