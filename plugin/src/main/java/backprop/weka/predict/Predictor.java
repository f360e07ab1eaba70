// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.predict;

import backprop.engine.model.Model;
import backprop.weka.density.ClassDensity;
import java.io.Serializable;
import java.util.Optional;
import weka.core.Instance;
import weka.core.Instances;

/** A finished training. Immutable; used by many threads at once. */
public sealed interface Predictor extends Serializable permits ConstantPredictor, NetworkPredictor {
  /**
   * Predicts a row: a probability for each class, or the one number of a numeric class.
   *
   * @throws IllegalArgumentException in one sentence when the row does not fit the training rows
   */
  double[] distribution(Instance x);

  /**
   * Predicts many rows.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  double[][] distributions(Instances rows) throws InterruptedException;

  /**
   * What is known about the numeric class of a row.
   *
   * @throws IllegalStateException in one sentence when the class is nominal
   */
  ClassDensity density(Instance x);

  /** The trained network, if there is one. */
  Optional<Model> model();

  /** The network as a graph, see {@link NetworkGraph}; empty where there is none. */
  default Optional<String> graph() {
    return Optional.empty();
  }

  /** A summary in several lines. */
  String summary();
}
