// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;

/** What training minimizes, one number per row; the trainer weights and averages the rows. */
public interface Loss {
  /** The shape of the target that belongs to an output. */
  Shape target(Shape output);

  /** Records the loss of every row: shape 1. */
  Value apply(Graph g, Value output, Value target);

  /** Records the prediction: probabilities for classification, the value for regression. */
  Value predict(Graph g, Value output);
}
