// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import backprop.engine.init.Initializer;

/**
 * One parameter matrix in the flat vector.
 *
 * @param path where it belongs, such as {@code 0/dense/weights}
 * @param offset its first element in the flat vector
 * @param rows rows of the matrix; fan-in for a dense layer's weights
 * @param columns columns of the matrix
 * @param role what it is for
 * @param initializer how it starts
 * @param fanIn number of inputs that feed one unit
 * @param fanOut number of units that one input feeds
 * @param trainable whether it is trained
 * @param rateFactor factor of the learning rate
 * @param decayFactor factor of the weight decay, 0 for none
 */
public record Slot(
    String path,
    int offset,
    int rows,
    int columns,
    Role role,
    Initializer initializer,
    int fanIn,
    int fanOut,
    boolean trainable,
    double rateFactor,
    double decayFactor) {

  /** Number of elements. */
  public int size() {
    return rows * columns;
  }

  /** The same slot, trained or not, with another factor of the learning rate. */
  Slot trained(boolean newTrainable, double newRateFactor) {
    return new Slot(
        path,
        offset,
        rows,
        columns,
        role,
        initializer,
        fanIn,
        fanOut,
        newTrainable,
        newRateFactor,
        decayFactor);
  }

  Slot at(int newOffset) {
    return new Slot(
        path,
        newOffset,
        rows,
        columns,
        role,
        initializer,
        fanIn,
        fanOut,
        trainable,
        rateFactor,
        decayFactor);
  }
}
