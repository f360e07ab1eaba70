// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

/**
 * One epoch of a training run.
 *
 * @param epoch from 1
 * @param trainingLoss mean loss of the training rows as they were seen, without penalties
 * @param validationLoss mean loss of the validation rows after the epoch, NaN without any
 * @param rate learning rate of the last step
 * @param score early stopping's metric after the epoch, of the validation rows or, without any, of
 *     the training rows; NaN where the metric is the loss
 */
public record EpochRecord(
    int epoch, double trainingLoss, double validationLoss, double rate, double score) {

  /** An epoch that is judged by its loss. */
  public EpochRecord(int epoch, double trainingLoss, double validationLoss, double rate) {
    this(epoch, trainingLoss, validationLoss, rate, Double.NaN);
  }
}
