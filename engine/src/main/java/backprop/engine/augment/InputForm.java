// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.graph.Shape;

/**
 * What the inputs are.
 *
 * @param shape their shape; of images height x width x channels
 * @param groups index of the first column of every attribute, ascending from 0: columns of one
 *     attribute only make sense together; empty where each column is one by itself
 */
public record InputForm(Shape shape, int[] groups) {
  public InputForm {
    groups = groups.clone();
  }

  /** Columns without groups. */
  public static InputForm of(Shape shape) {
    return new InputForm(shape, new int[0]);
  }

  /**
   * The shape, after a check that it is that of an image.
   *
   * @param augmentation who asks
   */
  Shape image(String augmentation) {
    if (shape.rank() != 3) {
      throw new IllegalArgumentException(
          "the augmentation "
              + augmentation
              + " is for images, but the network's input is "
              + shape
              + ": begin the layers with one that says height, width and channels, such as"
              + " reshape(28, 28, 1)");
    }
    return shape;
  }

  /** First column of every attribute, and behind them the number of columns. */
  public int[] starts() {
    int size = shape.elements();
    int n = groups.length == 0 ? size : groups.length;
    int[] starts = new int[n + 1];
    for (int g = 0; g < n; g++) {
      starts[g] = groups.length == 0 ? g : groups[g];
    }
    starts[n] = size;
    return starts;
  }

  @Override
  public int[] groups() {
    return groups.clone();
  }
}
