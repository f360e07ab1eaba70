// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.model.EpochRecord;

/** What a training run tells its listeners, in order. */
public sealed interface TrainingEvent {
  /**
   * Training begins.
   *
   * @param epochs planned epochs
   * @param stepsPerEpoch optimizer steps in an epoch
   * @param initialLoss mean loss before the first step, on up to 1024 training rows
   */
  record Started(int epochs, int stepsPerEpoch, double initialLoss) implements TrainingEvent {}

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
