// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Shape;

/** The check that all losses make. */
final class Outputs {
  private Outputs() {}

  /** The output's shape, after a check that it is one row of numbers for each example. */
  static Shape oneRow(String loss, Shape output) {
    if (output.rank() != 1) {
      throw new IllegalArgumentException(
          "the loss "
              + loss
              + " needs one row of outputs for each example, but the last layer gives "
              + output);
    }
    return output;
  }
}
