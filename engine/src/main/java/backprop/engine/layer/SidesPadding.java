// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Axis;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * A number of zeros for each side.
 *
 * @param top above an image
 * @param bottom below an image
 * @param left on the left of an image, or before a sequence
 * @param right on the right of an image, or after a sequence
 */
@Name("sides")
@Description("A number of positions for each side; sequences: left and right.")
@Formula(
    "out = floor((in + before + after - extent) / stride) + 1, extent = (kernel - 1) * "
        + "dilation + 1")
@Source("as the attribute pads of the operator Conv in the specification of ONNX")
public record SidesPadding(
    @Tip(value = "positions above", min = 0) int top,
    @Tip(value = "positions below", min = 0) int bottom,
    @Tip(value = "positions on the left, or before a sequence", min = 0) int left,
    @Tip(value = "positions on the right, or after a sequence", min = 0) int right)
    implements Padding {
  public SidesPadding {
    if (top < 0 || bottom < 0 || left < 0 || right < 0) {
      throw new IllegalArgumentException(
          "padding is "
              + top
              + ", "
              + bottom
              + ", "
              + left
              + ", "
              + right
              + ", it must be at least 0");
    }
  }

  @Override
  public Axis over(Direction direction, int in, int kernel, int stride, int dilation) {
    boolean vertical = direction == Direction.VERTICAL;
    return Padding.given(
        in, kernel, stride, dilation, vertical ? top : left, vertical ? bottom : right);
  }

  @Override
  public Axis transposed(
      Direction direction, int in, int kernel, int stride, int dilation, int more) {
    boolean vertical = direction == Direction.VERTICAL;
    return Padding.givenTransposed(
        in, kernel, stride, dilation, vertical ? top : left, vertical ? bottom : right, more);
  }
}
