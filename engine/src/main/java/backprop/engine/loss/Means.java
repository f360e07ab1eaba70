// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.RowFunction;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Predict;
import java.util.function.DoubleUnaryOperator;

/** Predictions that are a function of each output. */
final class Means {
  private Means() {}

  /** Records a prediction of the output's shape. */
  static Value of(Graph g, String name, Value output, DoubleUnaryOperator f) {
    RowFunction all =
        (x, n, y, m) -> {
          for (int i = 0; i < n; i++) {
            y[i] = f.applyAsDouble(x[i]);
          }
        };
    return g.op(new Predict(name, all, output.shape().columns()), output);
  }
}
