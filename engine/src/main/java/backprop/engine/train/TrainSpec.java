// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.augment.Augmentation;
import backprop.engine.constrain.Constraint;
import backprop.engine.metric.Metric;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Penalty;
import backprop.engine.regularize.Regularization;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How to train.
 *
 * @param epochs passes over the training rows, at least 0
 * @param batch rows of a minibatch, 1 for one row at a time; 0 or more rows than there are for full
 *     batch. A minimizer always goes by all rows: for it, the rows that pass through the network at
 *     a time, 0 for as many as are convenient
 * @param optimizer an optimizer, which takes a step after each minibatch, or a minimizer, of which
 *     an epoch is one iteration
 * @param regularizers are added to the loss
 * @param constraints are enforced after each step
 * @param earlyStopping what epochs are judged by, and when to stop before the last one
 * @param seed fixes the first weights, the order of the rows and all random masks
 * @param minibatches what is done to the rows of minibatches, and how many of these make a step
 * @param timeLimit seconds after which training stops with the best result so far, above 0;
 *     infinite for none. The one thing here that makes the result depend on the machine
 */
public record TrainSpec(
    int epochs,
    int batch,
    Optimization optimizer,
    List<Penalty> regularizers,
    List<Constraint> constraints,
    EarlyStopping earlyStopping,
    long seed,
    MinibatchOptions minibatches,
    double timeLimit) {
  public TrainSpec {
    if (epochs < 0) {
      throw new IllegalArgumentException("epochs is " + epochs + ", allowed are 0 and above");
    }
    if (batch < 0) {
      throw new IllegalArgumentException("batch is " + batch + ", allowed are 0 and above");
    }
    if (!(timeLimit > 0)) {
      throw new IllegalArgumentException(
          "time limit is " + timeLimit + " seconds, allowed are numbers above 0");
    }
    regularizers = List.copyOf(regularizers);
    constraints = List.copyOf(constraints);
  }

  /** One minibatch a step, its rows as they are, and all the time that it takes. */
  public TrainSpec(
      int epochs,
      int batch,
      Optimization optimizer,
      List<Penalty> regularizers,
      List<Constraint> constraints,
      EarlyStopping earlyStopping,
      long seed) {
    this(
        epochs,
        batch,
        optimizer,
        regularizers,
        constraints,
        earlyStopping,
        seed,
        MinibatchOptions.plain(),
        Double.POSITIVE_INFINITY);
  }

  /** With penalties and constraints in one list, as users write them. */
  public static TrainSpec of(
      int epochs,
      int batch,
      Optimization optimizer,
      List<Regularization> regularizations,
      EarlyStopping earlyStopping,
      long seed) {
    return new TrainSpec(
        epochs,
        batch,
        optimizer,
        Regularization.only(Penalty.class, regularizations),
        Regularization.only(Constraint.class, regularizations),
        earlyStopping,
        seed);
  }

  /** The same with another number of epochs. */
  public TrainSpec withEpochs(int other) {
    return with(other, seed, minibatches, timeLimit);
  }

  /** The same with another optimizer. */
  public TrainSpec withOptimizer(Optimization other) {
    return new TrainSpec(
        epochs,
        batch,
        other,
        regularizers,
        constraints,
        earlyStopping,
        seed,
        minibatches,
        timeLimit);
  }

  /** The same with another seed. */
  public TrainSpec withSeed(long other) {
    return with(epochs, other, minibatches, timeLimit);
  }

  /** The same with minibatches made in another way. */
  public TrainSpec withMinibatches(MinibatchOptions other) {
    return with(epochs, seed, other, timeLimit);
  }

  /** The same with the gradients of so many minibatches in each step, at least 1. */
  public TrainSpec withAccumulation(int count) {
    return withMinibatches(
        new MinibatchOptions(count, minibatches.mixup(), minibatches.augmentations()));
  }

  /** The same with rows mixed by a number from Beta(alpha, alpha), 0 for no mixing. */
  public TrainSpec withMixup(double alpha) {
    return withMinibatches(
        new MinibatchOptions(minibatches.accumulate(), alpha, minibatches.augmentations()));
  }

  /** The same with augmented training rows. */
  public TrainSpec withAugmentations(List<Augmentation> augmentations) {
    return withMinibatches(
        new MinibatchOptions(minibatches.accumulate(), minibatches.mixup(), augmentations));
  }

  /** The same with so many seconds at most, above 0. */
  public TrainSpec withTimeLimit(double seconds) {
    return with(epochs, seed, minibatches, seconds);
  }

  private TrainSpec with(
      int newEpochs, long newSeed, MinibatchOptions newMinibatches, double newTimeLimit) {
    return new TrainSpec(
        newEpochs,
        batch,
        optimizer,
        regularizers,
        constraints,
        earlyStopping,
        newSeed,
        newMinibatches,
        newTimeLimit);
  }

  /**
   * Checks what can be checked without a network and rows: whether all of it goes with the
   * optimizer.
   *
   * @throws IllegalArgumentException in one sentence
   */
  public void check() {
    if (optimizer instanceof Minimizer m) {
      MinimizerIteration.check(this, m);
    }
  }

  /** The time limit as users read it. */
  String timeLimitText() {
    return plain(timeLimit) + " s";
  }

  private static String plain(double x) {
    return BigDecimal.valueOf(x).stripTrailingZeros().toPlainString();
  }

  /**
   * All of it but epochs, optimizer and seed, in one line: what a model's provenance records. What
   * is not in use is left out.
   */
  public String describe() {
    List<String> parts = new ArrayList<>();
    parts.add(batch == 0 ? "full batch" : "batch " + batch);
    if (minibatches.accumulate() > 1) {
      parts.add("accumulate " + minibatches.accumulate());
    }
    if (minibatches.mixup() > 0) {
      parts.add("mixup " + plain(minibatches.mixup()));
    }
    minibatches.augmentations().forEach(a -> parts.add(Catalogs.texts().print(a)));
    regularizers.forEach(r -> parts.add(Catalogs.texts().print(r)));
    constraints.forEach(c -> parts.add(Catalogs.texts().print(c)));
    parts.add("metric " + Catalogs.print(Metric.class, earlyStopping.metric()));
    if (earlyStopping.patience() > 0) {
      String growth =
          earlyStopping.growth() > 0
              ? " or " + plain(earlyStopping.growth()) + " x best epoch"
              : "";
      parts.add("patience " + earlyStopping.patience() + growth);
    }
    if (earlyStopping.minimumGain() > 0) {
      parts.add("minimum gain " + plain(earlyStopping.minimumGain()));
    }
    if (timeLimit < Double.POSITIVE_INFINITY) {
      parts.add("time limit " + timeLimitText());
    }
    return String.join(", ", parts);
  }
}
