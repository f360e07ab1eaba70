// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Window;
import backprop.engine.graph.Shape;

/** The checks and shapes that the ops on images share. A sequence is an image of one row. */
final class Images {
  private Images() {}

  /** The shape of what a window makes of x. */
  static Shape output(Window w, Shape x, int channels) {
    check(w, x, w.vertical().in(), w.horizontal().in());
    return shape(x, w.vertical().out(), w.horizontal().out(), channels);
  }

  /** The shape of what a window could have made x of. */
  static Shape input(Window w, Shape x, int channels) {
    check(w, x, w.vertical().out(), w.horizontal().out());
    return shape(x, w.vertical().in(), w.horizontal().in(), channels);
  }

  private static Shape shape(Shape like, int height, int width, int channels) {
    return like.rank() == 2 ? Shape.of(width, channels) : Shape.of(height, width, channels);
  }

  private static void check(Window w, Shape x, int height, int width) {
    boolean fits =
        x.rank() == 3
            ? x.size(0) == height && x.size(1) == width
            : x.rank() == 2 && w.vertical().trivial() && height == 1 && x.size(0) == width;
    if (!fits) {
      throw new IllegalArgumentException(
          "an input of " + x + " does not fit a window over " + height + " x " + width);
    }
  }

  /** Checks the weights of a convolution. */
  static void checkWeights(Window w, int groups, int channels, int filters, Shape weights) {
    if (groups < 1 || channels % groups != 0 || filters % groups != 0) {
      throw new IllegalArgumentException(
          channels
              + " input channels and "
              + filters
              + " filters cannot be cut into "
              + groups
              + " equal groups");
    }
    Shape wanted = Shape.of(w.places() * (channels / groups), filters);
    if (!weights.equals(wanted)) {
      throw new IllegalArgumentException(
          "weights of " + weights + " do not fit, they must be " + wanted);
    }
  }

  /** Checks a bias, if there is a third input. */
  static void checkBias(int filters, Shape... in) {
    if (in.length > 2 && !in[2].equals(Shape.of(1, filters))) {
      throw new IllegalArgumentException(
          "a bias of " + in[2] + " does not fit " + filters + " filters");
    }
  }
}
