// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Axis;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/**
 * As much padding as gives {@code ceil(in / stride)} output positions: in all {@code max(0, (out -
 * 1) * stride + extent - in)} with {@code extent = (kernel - 1) * dilation + 1}, half of it before
 * and half after, the odd one after. That is what TensorFlow and Keras do, and ONNX under the name
 * SAME_UPPER; for strides above 1 it is not a fixed padding of PyTorch. Transposed: {@code in *
 * stride} positions come out.
 */
@Name("same")
@Description("As much as gives ceil(size / stride) positions, evenly around.")
@Formula(
    "out = ceil(in / stride), padding = max(0, (out - 1) * stride + (kernel - 1) * "
        + "dilation + 1 - in)")
@Source("as padding \"SAME\" in the manual of TensorFlow, module tf.nn, notes on padding")
public record SamePadding() implements Padding {
  @Override
  public Axis over(Direction direction, int in, int kernel, int stride, int dilation) {
    int out = (in + stride - 1) / stride;
    long extent = (long) (kernel - 1) * dilation + 1;
    int all = (int) Math.max(0, (out - 1L) * stride + extent - in);
    return Padding.given(in, kernel, stride, dilation, all / 2, all - all / 2);
  }

  @Override
  public Axis transposed(
      Direction direction, int in, int kernel, int stride, int dilation, int more) {
    if (more != 0) {
      throw new IllegalArgumentException(
          "padding same leaves no room for more positions, found " + more + "; allowed is 0");
    }
    return over(direction, in * stride, kernel, stride, dilation);
  }
}
