// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.model.EpochRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a training run tells its listeners, in order. */
public sealed interface TrainingEvent {
  /**
   * Something is done before training begins, such as pretraining of the first layers.
   *
   * @param sentence what, and how far it is
   */
  record Preparing(String sentence) implements TrainingEvent {}

  /**
   * Training begins.
   *
   * @param epochs planned epochs
   * @param stepsPerEpoch optimizer steps in an epoch
   * @param initialLoss mean loss before the first step, on up to 1024 training rows
   */
  record Started(int epochs, int stepsPerEpoch, double initialLoss) implements TrainingEvent {}

  /**
   * The gradients of an epoch's last step; told before {@link EpochDone} where a {@link
   * TrainingControl} has asked for it and the optimizer goes by minibatches.
   *
   * @param norms Euclidean length of the gradients by layer, before the optimizer saw them
   */
  record Gradients(int epoch, Map<String, Double> norms) implements TrainingEvent {
    public Gradients {
      norms = Collections.unmodifiableMap(new LinkedHashMap<>(norms));
    }
  }

  /**
   * An epoch is done.
   *
   * @param record its numbers
   * @param best whether it is the best so far
   */
  record EpochDone(EpochRecord record, boolean best) implements TrainingEvent {}

  /**
   * Training diverged; it goes on from the last good weights with a lower rate.
   *
   * @param sentence what happened and what was done
   */
  record Recovered(String sentence) implements TrainingEvent {}

  /**
   * Training has ended.
   *
   * @param reason why, in a few words
   */
  record Finished(String reason) implements TrainingEvent {}
}
