// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

/**
 * One epoch of a training run.
 *
 * @param epoch from 1
 * @param trainingLoss mean loss of the training rows as they were seen, without penalties
 * @param validationLoss mean loss of the validation rows after the epoch, NaN without any
 * @param rate learning rate of the last step
 */
public record EpochRecord(int epoch, double trainingLoss, double validationLoss, double rate) {}
