// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Makes images larger or smaller about their center by a factor drawn uniformly from {@code 1 -
 * share} to {@code 1 + share}.
 *
 * @param share largest change of the size, in [0, 1)
 * @param fill what is seen around an image that became smaller
 */
@Description("Makes images larger or smaller.")
@Formula("y(p) = x(p / (1 + u)), u uniform in +-share, p counted from the center")
@Source(
    "Simard, Steinkraus and Platt, \"Best practices for convolutional neural networks applied to visual document analysis\", ICDAR 2003")
public record Zoom(
    @Tip(value = "largest change of the size, as a share of it", min = 0, below = 1) double share,
    @Tip("what is seen around an image that became smaller") Fill fill)
    implements RowAugmentation {
  public Zoom {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("share is " + share + ", allowed are 0 up to, but not, 1");
    }
  }

  @Override
  public Transform on(InputForm form) {
    Warp warp = new Warp(form.image("zoom"), fill);
    int size = form.shape().elements();
    return (from, to, count, random) -> {
      for (int i = 0; i < count; i++) {
        RandomStream r = random.row(i);
        double scale = 1 / (1 + share * (2 * r.nextDouble() - 1));
        warp.draw(from, to, i * size, 0, scale, 0, 0, 0, scale);
      }
    };
  }
}
