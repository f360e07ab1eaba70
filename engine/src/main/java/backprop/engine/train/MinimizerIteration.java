// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.augment.RowAugmentation;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Slot;
import backprop.engine.network.Network;
import backprop.engine.optimize.Minimizer;
import backprop.engine.schedule.Progress;
import backprop.engine.text.Names;
import java.util.List;

/** An epoch that is one iteration of a minimizer over all rows. */
final class MinimizerIteration implements EpochStep {
  private static final Matrix[] NOTHING = {};

  private final Minimizer minimizer;
  private final LossObjective objective;
  private final long seed;
  private Minimizer.Search search;
  private String ended;

  /** Prepares the iterations. */
  MinimizerIteration(Network network, TrainSpec spec, Minimizer minimizer, Batches training) {
    refuse(spec.minibatches(), minimizer);
    this.minimizer = minimizer;
    this.seed = spec.seed();
    this.objective = new LossObjective(network, spec, minimizer, training);
  }

  private static void refuse(MinibatchOptions options, Minimizer minimizer) {
    String what =
        options.accumulate() > 1
            ? "accumulation of minibatches"
            : options.mixup() > 0
                ? "mixup"
                : options.augmentations().stream().anyMatch(a -> a instanceof RowAugmentation)
                    ? "augmentation of rows in every step"
                    : null;
    if (what != null) {
      throw new IllegalArgumentException(
          what
              + " does not go with "
              + Names.of(minimizer.getClass())
              + ", which goes by all rows as they are: use an optimizer such as adam");
    }
  }

  /** A sentence on learning-rate factors, which do nothing here; null where there are none. */
  static String ignoredRates(Network network, Minimizer minimizer) {
    List<Slot> slots =
        network.layout().slots().stream()
            .filter(s -> s.trainable() && s.rateFactor() != 1)
            .toList();
    if (slots.isEmpty()) {
      return null;
    }
    return "the learning-rate factors of "
        + slots.get(0).path()
        + (slots.size() == 1 ? "" : " and " + (slots.size() - 1) + " more parameters")
        + " do nothing: "
        + Names.of(minimizer.getClass())
        + " has no learning rate, it finds the length of its steps by itself";
  }

  @Override
  public int stepsPerEpoch() {
    return 1;
  }

  @Override
  public Matrix[] memory() {
    return NOTHING;
  }

  @Override
  public double run(int epoch, Progress progress) throws InterruptedException {
    progress.moveTo(epoch);
    objective.epoch(epoch);
    if (search == null) {
      search = minimizer.start(objective, objective.weights(), seed);
    }
    ended = search.iterate();
    objective.moveTo(search.point());
    progress.stepDone();
    return search.value() - objective.penalty();
  }

  /** A minimizer finds the length of its steps by itself. */
  @Override
  public double rate(Progress progress) {
    return Double.NaN;
  }

  @Override
  public boolean canGoSlower() {
    return false;
  }

  @Override
  public String ended() {
    return ended;
  }
}
