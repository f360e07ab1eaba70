// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.MinibatchOptions;
import backprop.weka.preset.Pretraining;
import java.util.List;
import java.util.Optional;

/**
 * Everything that training needs to know, with nothing left to choose.
 *
 * @param hidden the layers before the output layer
 * @param loss the loss
 * @param optimizer the optimizer or minimizer
 * @param regularizations penalties and constraints
 * @param epochs passes over the training rows, at least 1
 * @param batch rows of a minibatch, 0 for all
 * @param stopping what epochs are judged by, and when training stops early
 * @param minibatches what is done to the rows of minibatches, and how many of these make a step
 * @param timeLimit seconds of training at most; infinite for no limit
 * @param pretraining what the first layers learn before
 */
public record TrainingPlan(
    List<Layer> hidden,
    Loss loss,
    Optimization optimizer,
    List<Regularization> regularizations,
    int epochs,
    int batch,
    EarlyStopping stopping,
    MinibatchOptions minibatches,
    double timeLimit,
    Optional<Pretraining> pretraining) {
  public TrainingPlan {
    hidden = List.copyOf(hidden);
    regularizations = List.copyOf(regularizations);
  }

  /** The same with another limit, in seconds. */
  public TrainingPlan withTimeLimit(double seconds) {
    return new TrainingPlan(
        hidden,
        loss,
        optimizer,
        regularizations,
        epochs,
        batch,
        stopping,
        minibatches,
        seconds,
        pretraining);
  }
}
