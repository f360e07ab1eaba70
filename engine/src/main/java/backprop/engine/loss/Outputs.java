// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.graph.Shape;
import java.util.List;

/** The checks that all losses make. */
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

  /** One column for the index of a class. */
  static Shape index(String loss, Shape output) {
    return oneRow(loss, output).withColumns(1);
  }

  /** The shape of the target where so many outputs belong to each number of it. */
  static Shape divided(String loss, Shape output, int each) {
    int columns = oneRow(loss, output).columns();
    if (columns % each != 0) {
      throw new IllegalArgumentException(
          "the loss "
              + loss
              + " needs "
              + each
              + " outputs for each number of the target, but the last layer gives "
              + columns);
    }
    return output.withColumns(columns / each);
  }

  /**
   * The index of the true class.
   *
   * @throws IllegalArgumentException when it is none
   */
  static int index(double[] target, int classes) {
    double c = target[0];
    if (!(c >= 0 && c < classes && c == Math.rint(c))) {
      throw new IllegalArgumentException(
          "a target is " + c + ", allowed are whole numbers from 0 to " + (classes - 1));
    }
    return (int) c;
  }

  /** A check that there are as many weights as classes, or none. */
  static void weights(String loss, List<Double> weights, Shape output) {
    if (!weights.isEmpty() && weights.size() != output.columns()) {
      throw new IllegalArgumentException(
          "the loss "
              + loss
              + " has "
              + weights.size()
              + " weights, but there are "
              + output.columns()
              + " classes: give one weight for each class");
    }
  }

  /** A check that weights are finite, from 0 on. */
  static List<Double> checked(String name, List<Double> weights) {
    for (double w : weights) {
      if (!(w >= 0 && w < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            name + " has " + w + ", allowed are finite numbers from 0");
      }
    }
    return List.copyOf(weights);
  }

  /** A class's weight; 1 where none are given. */
  static double weight(List<Double> weights, int index) {
    return weights.isEmpty() ? 1 : weights.get(index);
  }
}
