// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MembersLoss;
import backprop.engine.model.Model;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.train.TrainSpec;
import backprop.weka.encode.ClassEncoder;
import backprop.weka.encode.InputEncoder;
import backprop.weka.options.Setting;
import backprop.weka.options.Settings;
import backprop.weka.options.TrainingPlan;
import java.util.Optional;

/**
 * A training with nothing left to choose.
 *
 * @param inputs how rows become inputs
 * @param target how the class becomes targets
 * @param plan all options
 * @param seed of everything random
 * @param from what the training goes on from; empty to begin
 */
record Job(
    InputEncoder inputs, ClassEncoder target, TrainingPlan plan, long seed, Optional<Start> from) {

  /**
   * The network: the hidden layers with the output layer behind them, checked. Where the hidden
   * layers have members, each gets an output layer of its own, and the loss is the mean of theirs.
   * A training that goes on keeps the network that it goes on from.
   *
   * @throws IllegalArgumentException in one sentence that names the option
   */
  NetworkSpec spec(Settings settings) {
    NetworkSpec spec = from.flatMap(s -> s.predictor().model()).map(Model::spec).orElse(null);
    if (spec == null) {
      spec = fresh(settings);
    }
    Shaped.check(spec, plan, inputs, target);
    try {
      trainSpec().check();
    } catch (IllegalArgumentException e) {
      throw Shaped.refusal(Setting.OPTIMIZER, e);
    }
    return spec;
  }

  /** Weights of members in the target's last columns; 0 where the loss does not cross-fit. */
  static int members(NetworkSpec spec) {
    return spec.loss() instanceof MembersLoss m
        ? m.weights(Network.prediction(spec).output().shape())
        : 0;
  }

  private NetworkSpec fresh(Settings settings) {
    try {
      Loss loss = plan.loss();
      boolean members = Shaped.endsInMembers(plan.hidden(), inputs);
      Layer output = Targets.outputLayer(loss, target, members);
      Layer body = Shaped.body(plan.hidden(), inputs, output);
      Loss total = members && !(loss instanceof MembersLoss) ? new MembersLoss(loss) : loss;
      NetworkSpec spec = new NetworkSpec(Shape.of(inputs.columns()), body, total);
      Network.check(spec);
      return spec;
    } catch (IllegalArgumentException e) {
      Setting given =
          settings.text(Setting.HIDDEN_LAYERS).isEmpty() ? Setting.LAYERS : Setting.HIDDEN_LAYERS;
      throw new IllegalArgumentException("option -" + given.flag() + ": " + e.getMessage(), e);
    }
  }

  /** Whether the first layers learn before the class is looked at. */
  boolean pretrains() {
    return from.isEmpty() && plan.pretraining().isPresent();
  }

  /** The same with another limit, in seconds. */
  Job withTimeLimit(double seconds) {
    return new Job(inputs, target, plan.withTimeLimit(seconds), seed, from);
  }

  /**
   * How the engine is to train. A training that goes on and has done all epochs of the plan gets as
   * many again. Pretraining has half of the time, where that has a limit.
   */
  TrainSpec trainSpec() {
    int done = from.flatMap(Start::state).map(s -> s.history().size()).orElse(0);
    int epochs = plan.epochs() > done ? plan.epochs() : Math.addExact(done, plan.epochs());
    return TrainSpec.of(
            epochs, plan.batch(), plan.optimizer(), plan.regularizations(), plan.stopping(), seed)
        .withMinibatches(plan.minibatches())
        .withTimeLimit(pretrains() ? plan.timeLimit() / 2 : plan.timeLimit());
  }
}
