// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.RandomStream;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Moves images: down and right by uniformly drawn shares of height and width, also by fractions of
 * a pixel. Simard, Steinkraus and Platt, "Best practices for convolutional neural networks applied
 * to visual document analysis", ICDAR 2003.
 *
 * @param share of height and width by which an image is moved at most, in [0, 1]
 * @param fill what is seen where it was moved away
 */
@Description("Moves images up, down, left and right.")
@Formula("y(r, c) = x(r - down, c - right), down and right in +-share of height and width")
@Source(
    "Simard, Steinkraus and Platt, \"Best practices for convolutional neural networks applied to visual document analysis\", ICDAR 2003")
public record Shift(
    @Tip(value = "largest move, as a share of height and width", min = 0, max = 1) double share,
    @Tip("what is seen where the image was moved away") Fill fill)
    implements RowAugmentation {
  public Shift {
    Ranges.share("share", share);
  }

  @Override
  public Transform on(InputForm form) {
    Warp warp = new Warp(form.image("shift"), fill);
    int size = form.shape().elements();
    return (from, to, count, random) -> {
      for (int i = 0; i < count; i++) {
        RandomStream r = random.row(i);
        double down = share * warp.height() * (2 * r.nextDouble() - 1);
        double right = share * warp.width() * (2 * r.nextDouble() - 1);
        warp.draw(from, to, i * size, -down, 1, 0, -right, 0, 1);
      }
    };
  }
}
