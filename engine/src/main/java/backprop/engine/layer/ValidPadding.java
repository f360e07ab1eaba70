// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Axis;
import backprop.engine.text.Description;
import backprop.engine.text.Name;

/** No padding: windows stay inside the input, and what is too little for a last one is left out. */
@Name("valid")
@Description("None: windows stay inside the input.")
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
