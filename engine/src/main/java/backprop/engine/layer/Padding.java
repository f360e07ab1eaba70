// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Axis;

/** How far a window reaches beyond the edges of its input, where zeros are taken to be. */
public interface Padding {
  /** The two directions in which a window slides. */
  enum Direction {
    /** Along the height of an image. */
    VERTICAL,
    /** Along the width of an image, or the time of a sequence. */
    HORIZONTAL
  }

  /**
   * The axis of a convolution or a pool.
   *
   * @param in number of input positions
   */
  Axis over(Direction direction, int in, int kernel, int stride, int dilation);

  /**
   * The axis of the convolution whose transpose makes {@code out.in()} positions of {@code in}:
   * what goes in here comes out of that convolution.
   *
   * @param more positions added at the end, fewer than the stride
   */
  Axis transposed(Direction direction, int in, int kernel, int stride, int dilation, int more);

  /** The axis of a given padding. */
  static Axis given(int in, int kernel, int stride, int dilation, int before, int after) {
    return new Axis(in, kernel, stride, dilation, before, after);
  }

  /**
   * The transposed axis of a given padding: {@code (in - 1) * stride + extent - padding + more}.
   */
  static Axis givenTransposed(
      int in, int kernel, int stride, int dilation, int before, int after, int more) {
    int out = (in - 1) * stride + (kernel - 1) * dilation + 1 - before - after + more;
    if (out < 1) {
      throw new IllegalArgumentException(
          "of " + in + " positions padded by " + before + " and " + after + " nothing remains");
    }
    return new Axis(out, kernel, stride, dilation, before, after);
  }
}
