// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.augment.Augmentation;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.optimize.Optimization;
import backprop.engine.train.Batches;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingControl;
import backprop.engine.train.TrainingEvent;
import backprop.engine.train.TrainingListener;
import backprop.engine.unsupervised.Autoencoder;
import backprop.engine.unsupervised.TrainedAutoencoder;
import backprop.weka.preset.Pretraining;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The first layers of a network learn as the encoder of a denoising autoencoder, whose decoder is
 * their mirror image; then the network begins with them. Validation rows are not looked at.
 */
final class FirstLayers {
  private static final int BATCH = 32;
  private static final String OPTIMIZER = "adam(rate=cosine(0.005))";

  private FirstLayers() {}

  /**
   * Gives a network's first layers what they have learned from the rows; a sentence on it. Where
   * the training has a time limit, half of it is for this.
   *
   * @param control may pause and stop it
   * @param listeners are told how far it is, as preparations
   * @throws InterruptedException when the thread is interrupted
   */
  static String learn(
      Network network,
      Job job,
      Batches rows,
      TrainingControl control,
      TrainingListener... listeners)
      throws InterruptedException {
    Pretraining how = job.plan().pretraining().orElseThrow();
    List<Layer> encoder = ((Chain) network.spec().body()).layers().subList(0, how.layers());
    int columns = network.spec().input().elements();
    Autoencoder autoencoder =
        new Autoencoder(
            network.spec().input(), encoder, mirror(encoder, columns), new MeanSquaredError());
    List<Augmentation> noise =
        how.noise() == 0
            ? List.of()
            : Catalogs.texts().parseList(Augmentation.class, "mask-noise(" + how.noise() + ")");
    TrainSpec spec =
        TrainSpec.of(
                how.epochs(),
                job.plan().batch() == 0 ? BATCH : job.plan().batch(),
                Catalogs.parse(Optimization.class, OPTIMIZER),
                List.of(),
                EarlyStopping.never(),
                job.seed())
            .withAugmentations(noise)
            .withTimeLimit(job.plan().timeLimit() / 2);
    TrainedAutoencoder learned =
        autoencoder.train(
            network.kernels(), spec, rows, null, control, e -> tell(e, how, listeners));
    network.copyFrom(
        learned.network(),
        path -> Integer.parseInt(path.substring(0, path.indexOf('-'))) < how.layers());
    return outcome(how, learned.result());
  }

  private static void tell(TrainingEvent event, Pretraining how, TrainingListener... listeners) {
    if (event instanceof TrainingEvent.EpochDone e) {
      TrainingEvent told =
          new TrainingEvent.Preparing(
              String.format(
                  Locale.ROOT,
                  "the first %d layers learn to give back the inputs: epoch %d of %d, mean squared"
                      + " error %.3g",
                  how.layers(),
                  e.record().epoch(),
                  how.epochs(),
                  e.record().trainingLoss()));
      for (TrainingListener l : listeners) {
        l.on(told);
      }
    }
  }

  private static String outcome(Pretraining how, Trainer.Result result) {
    List<EpochRecord> history = result.history();
    if (history.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "the first %d layers have learned nothing before the class: %s",
          how.layers(),
          result.stopReason());
    }
    return String.format(
        Locale.ROOT,
        "the first %d layers learned in %d epochs to give back the inputs, with a mean squared"
            + " error of %.3g, before they learned the class%s",
        how.layers(),
        history.size(),
        history.get(history.size() - 1).trainingLoss(),
        history.size() < how.epochs() ? ": " + result.stopReason() : "");
  }

  private static List<Layer> mirror(List<Layer> encoder, int columns) {
    List<Layer> decoder = new ArrayList<>();
    for (int i = encoder.size() - 2; i >= 0; i--) {
      decoder.add(encoder.get(i));
    }
    decoder.add(new Dense(columns));
    return decoder;
  }
}
