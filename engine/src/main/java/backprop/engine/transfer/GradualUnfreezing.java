// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.transfer;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Mode;
import backprop.engine.graph.ParameterRules;
import backprop.engine.graph.Slot;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.train.Batches;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Fine-tuning that begins with the last layer alone and lets one layer more be trained after each
 * stage, so that what the first layers know is not lost while the last ones still err. Howard and
 * Ruder, "Universal language model fine-tuning for text classification", ACL 2018, section 3.3.
 *
 * <p>Layers that the transfer's own rules freeze stay frozen, and its factors of the learning rate
 * hold.
 *
 * @param stageEpochs epochs of each stage but the last, which has those of the training spec; at
 *     least 1
 */
@Description(
    "Fine-tuning that begins with the last layer and lets one layer more be "
        + "trained after each stage.")
@Formula("stage s trains the last s layers")
@Source(
    "Howard and Ruder, \"Universal language model fine-tuning for text "
        + "classification\", ACL 2018, section 3.3")
public record GradualUnfreezing(int stageEpochs) {
  public GradualUnfreezing {
    if (stageEpochs < 1) {
      throw new IllegalArgumentException(
          "a stage has " + stageEpochs + " epochs, it needs at least 1");
    }
  }

  /**
   * What came of it.
   *
   * @param network the trained network, ruled as the transfer says
   * @param stages one result for each stage
   */
  public record Outcome(Network network, List<Trainer.Result> stages) {}

  /**
   * Trains stage by stage.
   *
   * @param spec how to train each stage; its epochs are those of the last stage
   * @param validation may be null
   * @throws InterruptedException when the thread is interrupted
   */
  public Outcome run(
      Transfer transfer,
      Kernels kernels,
      TrainSpec spec,
      Batches training,
      Batches validation,
      TrainingListener... listeners)
      throws InterruptedException {
    Network network = transfer.network(kernels, spec.seed());
    List<String> layers = trainedLayers(network.layout());
    List<Trainer.Result> results = new ArrayList<>();
    for (int open = 1; open < layers.size(); open++) {
      ParameterRules rules = transfer.rules();
      for (String frozen : layers.subList(0, layers.size() - open)) {
        rules = rules.freeze(frozen);
      }
      network = network.ruled(rules);
      TrainSpec stage = spec.withEpochs(stageEpochs);
      results.add(new Trainer(network, stage, training, validation, listeners).run());
    }
    network = network.ruled(transfer.rules());
    results.add(new Trainer(network, spec, training, validation, listeners).run());
    return new Outcome(network, List.copyOf(results));
  }

  /** The paths of the outermost layers that have something to train, in order. */
  static List<String> trainedLayers(NetworkSpec spec, ParameterRules rules) {
    Graph g = new Graph(Mode.TRAIN, rules);
    spec.body().apply(g, g.input(spec.input()));
    return trainedLayers(new Layout(g));
  }

  private static List<String> trainedLayers(Layout layout) {
    return layout.slots().stream()
        .filter(Slot::trainable)
        .map(s -> s.path().substring(0, s.path().indexOf('/')))
        .distinct()
        .sorted(Comparator.comparingInt(p -> Integer.parseInt(p.substring(0, p.indexOf('-')))))
        .toList();
  }
}
