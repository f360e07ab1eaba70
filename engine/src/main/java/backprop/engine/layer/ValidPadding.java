// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Axis;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/** No padding: windows stay inside the input, and what is too little for a last one is left out. */
@Name("valid")
@Description("None: windows stay inside the input.")
@Formula("out = floor((in - extent) / stride) + 1, extent = (kernel - 1) * dilation + 1")
@Source(
    "Dumoulin and Visin, \"A guide to convolution arithmetic for deep learning\", 2016 "
        + "(arXiv 1603.07285), section 2.3")
public record ValidPadding() implements Padding {
  @Override
  public Axis over(Direction direction, int in, int kernel, int stride, int dilation) {
    return Padding.given(in, kernel, stride, dilation, 0, 0);
  }

  @Override
  public Axis transposed(
      Direction direction, int in, int kernel, int stride, int dilation, int more) {
    return Padding.givenTransposed(in, kernel, stride, dilation, 0, 0, more);
  }
}
