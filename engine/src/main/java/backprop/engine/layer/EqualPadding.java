// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Axis;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.PlainNumber;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * The same number of zeros on all sides; written as a plain number.
 *
 * @param positions how many, at least 0
 */
@Name("equal")
@PlainNumber
@Description("The same number of positions on all sides; a plain number means this.")
@Formula(
    "out = floor((in + 2 * positions - extent) / stride) + 1, extent = (kernel - 1) * "
        + "dilation + 1")
@Source(
    "Dumoulin and Visin, \"A guide to convolution arithmetic for deep learning\", 2016 "
        + "(arXiv 1603.07285), section 2.4")
public record EqualPadding(@Tip(value = "how many positions", min = 0) int positions)
    implements Padding {
  public EqualPadding {
    if (positions < 0) {
      throw new IllegalArgumentException("padding is " + positions + ", it must be at least 0");
    }
  }

  @Override
  public Axis over(Direction direction, int in, int kernel, int stride, int dilation) {
    return Padding.given(in, kernel, stride, dilation, positions, positions);
  }

  @Override
  public Axis transposed(
      Direction direction, int in, int kernel, int stride, int dilation, int more) {
    return Padding.givenTransposed(in, kernel, stride, dilation, positions, positions, more);
  }
}
