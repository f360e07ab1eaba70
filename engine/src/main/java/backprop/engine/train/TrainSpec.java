// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.constrain.Constraint;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.engine.regularize.Regularizer;
import java.util.List;

/**
 * How to train.
 *
 * @param epochs passes over the training rows, at least 0
 * @param batch rows of a minibatch, 1 for one row at a time; 0 or more rows than there are for full
 *     batch. A minimizer always goes by all rows: for it, the rows that pass through the network at
 *     a time, 0 for as many as are convenient
 * @param optimizer an optimizer, which takes a step after each minibatch, or a minimizer, of which
 *     an epoch is one iteration
 * @param regularizers are added to the loss
 * @param constraints are enforced after each step
 * @param earlyStopping when to stop before the last epoch
 * @param seed fixes the first weights, the order of the rows and all random masks
 */
public record TrainSpec(
    int epochs,
    int batch,
    Optimization optimizer,
    List<Regularizer> regularizers,
    List<Constraint> constraints,
    EarlyStopping earlyStopping,
    long seed) {
  public TrainSpec {
    if (epochs < 0) {
      throw new IllegalArgumentException("epochs is " + epochs + ", allowed are 0 and above");
    }
    if (batch < 0) {
      throw new IllegalArgumentException("batch is " + batch + ", allowed are 0 and above");
    }
    regularizers = List.copyOf(regularizers);
    constraints = List.copyOf(constraints);
  }

  /** With penalties and constraints in one list, as users write them. */
  public static TrainSpec of(
      int epochs,
      int batch,
      Optimization optimizer,
      List<Regularization> regularizations,
      EarlyStopping earlyStopping,
      long seed) {
    return new TrainSpec(
        epochs,
        batch,
        optimizer,
        Regularization.only(Regularizer.class, regularizations),
        Regularization.only(Constraint.class, regularizations),
        earlyStopping,
        seed);
  }

  /** The same with another number of epochs. */
  public TrainSpec withEpochs(int other) {
    return new TrainSpec(other, batch, optimizer, regularizers, constraints, earlyStopping, seed);
  }

  /** The same with another seed. */
  public TrainSpec withSeed(long other) {
    return new TrainSpec(epochs, batch, optimizer, regularizers, constraints, earlyStopping, other);
  }
}
