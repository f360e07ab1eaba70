// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.ensemble;

import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.engine.model.Version;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.optimize.Optimization;
import backprop.engine.optimize.Optimizer;
import backprop.engine.schedule.CosineRestarts;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.train.Batches;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingEvent;
import backprop.engine.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Several models for the price of one training: the learning rate falls along half a cosine and
 * jumps back again and again, and at the end of each fall the network is kept as it is. Huang, Li,
 * Pleiss, Liu, Hopcroft and Weinberger, "Snapshot ensembles: train 1, get M for free", ICLR 2017,
 * equation 2.
 *
 * @param cycles number of falls, at least 1
 * @param epochs epochs of each, at least 1
 * @param rate learning rate at the start of each, above 0
 */
@Description(
    "Several networks for the price of one training: a snapshot at the end "
        + "of each cycle of the rate.")
@Formula(
    "p = mean over snapshots of p_i; rate(t) = high / 2 * (1 + cos(pi * (t "
        + "mod cycle) / cycle))")
@Source(
    "Huang, Li, Pleiss, Liu, Hopcroft and Weinberger, \"Snapshot ensembles: "
        + "train 1, get M for free\", ICLR 2017, equation 2")
public record SnapshotEnsemble(int cycles, int epochs, double rate) {
  public SnapshotEnsemble {
    if (cycles < 1 || epochs < 1) {
      throw new IllegalArgumentException(
          cycles + " cycles of " + epochs + " epochs, at least 1 of each is needed");
    }
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the rate is " + rate + ", it must be above 0");
    }
  }

  /**
   * What came of it.
   *
   * @param ensemble one model for each cycle, first to last
   * @param result how training went
   */
  public record Outcome(ModelEnsemble ensemble, Trainer.Result result) {}

  /** The learning rate. */
  public Schedule schedule() {
    return new CosineRestarts(rate, epochs, 1, 0);
  }

  /**
   * Trains a network in place, which ends as the last snapshot.
   *
   * @param network with its first weights
   * @param how how to train; its epochs, optimizer and early stopping are not looked at, since
   *     these are cycles of epochs with this rate that all come to their ends
   * @param optimizer the optimizer with a given learning rate, such as {@code r -> new Sgd(r, new
   *     Constant(0.9), false)}
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException when the time limit ends training before the first cycle does
   */
  public Outcome run(
      Network network,
      TrainSpec how,
      Function<Schedule, Optimizer> optimizer,
      Batches training,
      TrainingListener... listeners)
      throws InterruptedException {
    Optimizer cyclic = optimizer.apply(schedule());
    TrainSpec spec =
        new TrainSpec(
            cycles * epochs,
            how.batch(),
            cyclic,
            how.regularizers(),
            how.constraints(),
            EarlyStopping.never(),
            how.seed(),
            how.minibatches(),
            how.timeLimit());
    List<Model> snapshots = new ArrayList<>();
    TrainingListener[] all = new TrainingListener[listeners.length + 1];
    System.arraycopy(listeners, 0, all, 0, listeners.length);
    all[listeners.length] =
        event -> {
          if (event instanceof TrainingEvent.EpochDone e && e.record().epoch() % epochs == 0) {
            snapshots.add(snapshot(network, spec, training, e.record().epoch()));
          }
        };
    Trainer.Result result = new Trainer(network, spec, training, null, all).run();
    if (snapshots.isEmpty()) {
      throw new IllegalStateException(
          "training ended before the first cycle did, so there is no snapshot: "
              + result.stopReason());
    }
    return new Outcome(new ModelEnsemble(snapshots), result);
  }

  private Model snapshot(Network network, TrainSpec spec, Batches training, int epoch) {
    return Model.of(
        network,
        new Provenance(
            Version.current(),
            spec.seed(),
            network.kernels().backend(),
            network.kernels().threads(),
            Catalogs.print(Optimization.class, spec.optimizer()),
            spec.describe(),
            training.rows(),
            0,
            spec.epochs(),
            epoch,
            "snapshot at the end of cycle " + epoch / epochs,
            0,
            List.of(),
            List.of()));
  }
}
