// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.compress;

import backprop.engine.network.Network;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.train.Batches;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Prunes in rounds and trains on after each, with the share of pruned weights rising quickly at
 * first and slowly at the end: {@code sparsity(i) = last + (first - last) * (1 - i / (rounds -
 * 1))^3} for rounds i = 0, 1, ... Zhu and Gupta, "To prune, or not to prune: exploring the efficacy
 * of pruning for model compression", 2017 (arXiv 1710.01878), equation 1.
 *
 * @param first sparsity of the first round, in [0, last]
 * @param last sparsity of the last round, below 1
 * @param rounds number of rounds, at least 1; a single one prunes to {@code last} at once
 * @param global whether the smallest weights of all layers together go, or the same share of each
 */
@Description("Prunes in rounds and trains on after each; says what every round costs.")
@Formula("sparsity(i) = last + (first - last) * (1 - i / (rounds - 1))^3")
@Source(
    "Zhu and Gupta, \"To prune, or not to prune: exploring the efficacy of "
        + "pruning for model compression\", arXiv 1710.01878, 2017, equation 1")
public record IterativePruning(double first, double last, int rounds, boolean global) {
  public IterativePruning {
    if (!(first >= 0 && first <= last && last < 1)) {
      throw new IllegalArgumentException(
          "sparsity rises from "
              + first
              + " to "
              + last
              + ", allowed is a rise within 0 up to, but not, 1");
    }
    if (rounds < 1) {
      throw new IllegalArgumentException(rounds + " rounds of pruning, at least 1 is needed");
    }
  }

  /**
   * What a round came to.
   *
   * @param sparsity share of the weights that are zero
   * @param pruned the measure right after pruning
   * @param trained the measure after training on
   */
  public record Round(double sparsity, double pruned, double trained) {}

  /**
   * What it all came to.
   *
   * @param before the measure of the whole network
   * @param rounds one entry for each round
   */
  public record Report(double before, List<Round> rounds) {
    /** The measure of the final network. */
    public double after() {
      return rounds.get(rounds.size() - 1).trained();
    }

    /** How much the measure has fallen. */
    public double lost() {
      return before - after();
    }
  }

  /** The share of pruned weights in a round, from 0. */
  public double sparsity(int round) {
    double left = rounds == 1 ? 0 : 1 - (double) round / (rounds - 1);
    return last + (first - last) * left * left * left;
  }

  /**
   * Prunes a trained network in place.
   *
   * @param spec how to train on after each round
   * @param validation may be null
   * @param measure what is to be kept, such as the accuracy on rows set aside
   * @throws InterruptedException when the thread is interrupted
   */
  public Report run(
      Network network,
      TrainSpec spec,
      Batches training,
      Batches validation,
      ToDoubleFunction<Network> measure)
      throws InterruptedException {
    double before = measure.applyAsDouble(network);
    List<Round> done = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      new MagnitudePruning(sparsity(i), global).apply(network);
      double pruned = measure.applyAsDouble(network);
      new Trainer(network, spec.withSeed(spec.seed() + i), training, validation).run();
      done.add(
          new Round(MagnitudePruning.sparsityOf(network), pruned, measure.applyAsDouble(network)));
    }
    return new Report(before, List.copyOf(done));
  }
}
