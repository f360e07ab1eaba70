// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;

/** What training minimizes, one number per row; the trainer weights and averages the rows. */
public interface Loss {
  /** What its targets are. */
  default TargetKind kind() {
    return TargetKind.NUMBERS;
  }

  /**
   * How many outputs the last layer must have.
   *
   * @param targets number of classes where the target is a class, else of numbers in a target
   */
  default int outputs(int targets) {
    return targets;
  }

  /** The shape of the target that belongs to an output. */
  Shape target(Shape output);

  /** Records the loss of every row: shape 1. */
  Value apply(Graph g, Value output, Value target);

  /**
   * Records the prediction: a probability or share for each class; or as many numbers as the target
   * has, behind which there may be more about them, such as their standard deviations.
   */
  Value predict(Graph g, Value output);
}
