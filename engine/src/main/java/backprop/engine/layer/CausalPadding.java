// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Axis;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;

/**
 * Padding before the first position only, {@code (kernel - 1) * dilation}: with stride 1 as many
 * positions come out as go in, and none sees a later one. For sequences; an image is padded above
 * and on the left.
 */
@Name("causal")
@Description("Before the first step only, so that no output sees a later input.")
@Formula("before = (kernel - 1) * dilation, after = 0")
@Source(
    "van den Oord et al., \"WaveNet: a generative model for raw audio\", 2016 (arXiv "
        + "1609.03499), section 2.1")
public record CausalPadding() implements Padding {
  @Override
  public Axis over(Direction direction, int in, int kernel, int stride, int dilation) {
    return Padding.given(in, kernel, stride, dilation, (kernel - 1) * dilation, 0);
  }

  @Override
  public Axis transposed(
      Direction direction, int in, int kernel, int stride, int dilation, int more) {
    return Padding.givenTransposed(in, kernel, stride, dilation, 0, (kernel - 1) * dilation, more);
  }
}
