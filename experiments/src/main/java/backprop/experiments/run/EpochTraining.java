// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.engine.model.EpochRecord;
import backprop.experiments.rule.EpochRules;
import backprop.experiments.rule.Firing;
import backprop.weka.BackpropClassifier;
import java.util.List;
import java.util.Optional;
import weka.classifiers.Classifier;
import weka.core.Instances;

/**
 * Trains a network epoch by epoch, under the rules on epochs and up to a part of its epochs. Where
 * it goes on from an earlier part it comes to the same as a training from the start.
 */
final class EpochTraining {
  private final EpochRules rules;
  private final Checkpoints checkpoints;

  EpochTraining(EpochRules rules, Checkpoints checkpoints) {
    this.rules = rules;
    this.checkpoints = checkpoints;
  }

  /** Whether a classifier is trained in epochs that can be watched. */
  static boolean suits(Classifier classifier) {
    return classifier instanceof BackpropClassifier;
  }

  /** Whether a cell needs it; otherwise Weka builds the classifier at once, to the same end. */
  boolean wants(Cell cell) {
    return suits(cell.configuration().template())
        && (!rules.isEmpty() || cell.waiting().isPresent());
  }

  /**
   * What came of it.
   *
   * @param network the trained network
   * @param firings what rules did to it
   * @param seconds time trained, in this part
   */
  record Trained(SteppedNetwork network, List<Firing> firings, double seconds) {}

  /**
   * Trains.
   *
   * @param classifier the untrained network with its options
   * @throws Exception what training throws
   */
  Trained train(Cell cell, BackpropClassifier classifier, Instances rows) throws Exception {
    long start = System.nanoTime();
    boolean goesOn = cell.part() < 1;
    Optional<Checkpoints.Waiting> earlier = cell.waiting().flatMap(checkpoints::find);
    SteppedNetwork network =
        earlier.isPresent() ? earlier.get().network() : SteppedNetwork.like(classifier);
    List<Firing> before = earlier.map(Checkpoints.Waiting::firings).orElse(List.of());
    Configuration configuration = cell.configuration().configuration();
    EpochRules.Watch watch =
        rules.watch(
            new EpochRules.Run(
                configuration.learner(),
                configuration.name(),
                cell.data().info().name(),
                cell.repeat(),
                cell.fold()),
            before);
    boolean ended = earlier.map(Checkpoints.Waiting::ended).orElse(false);
    if (!ended) {
      network.trained(false);
      network.setResume(goesOn || earlier.isPresent());
      network.initializeClassifier(rows);
      if (network.epochs().size() > budget(network, cell.part())) {
        // Of a run that had come further, whose records are gone.
        checkpoints.forget(cell.waiting().orElseThrow());
        return train(cell, classifier, rows);
      }
      ended = run(network, cell.part(), watch);
      network.setResume(goesOn);
      network.done();
      network.trained(true);
    }
    if (goesOn) {
      checkpoints.keep(
          cell.waiting().orElseThrow(), new Checkpoints.Waiting(network, watch.firings(), ended));
    }
    return new Trained(network, watch.firings(), (System.nanoTime() - start) / 1e9);
  }

  private static int budget(SteppedNetwork network, double part) {
    return part >= 1
        ? Integer.MAX_VALUE
        : (int) Math.max(1, Math.round(network.plannedEpochs() * part));
  }

  /** Whether the training has ended for good. */
  private static boolean run(SteppedNetwork network, double part, EpochRules.Watch watch)
      throws Exception {
    network.epochs().forEach(watch::replay);
    int planned = network.plannedEpochs();
    int budget = budget(network, part);
    while (network.epochs().size() < budget) {
      if (!network.next()) {
        return true;
      }
      List<EpochRecord> epochs = network.epochs();
      EpochRules.Decision decision =
          watch.judge(epochs.get(epochs.size() - 1), planned, network.bestEpoch());
      if (decision.rateFactor() != 1) {
        network.multiplyRate(decision.rateFactor());
      }
      if (decision.stop()) {
        return true;
      }
    }
    return false;
  }
}
