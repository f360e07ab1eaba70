// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Shape;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Pads images on all sides and cuts a window of the old size out of a uniformly drawn place: a move
 * by whole pixels. He et al., "Deep residual learning for image recognition", CVPR 2016, section
 * 4.2, with 4 zeros.
 *
 * @param padding pixels on every side, at least 0
 * @param fill what they are
 */
@Description("Cuts images of the old size out of padded ones.")
@Formula("y(r, c) = x(r + down, c + right), down and right whole numbers in +-padding")
@Source(
    "He, Zhang, Ren and Sun, \"Deep residual learning for image recognition\", CVPR 2016, section 4.2")
public record Crop(
    @Tip(value = "padding on every side", unit = "pixels", min = 0) int padding,
    @Tip("what the padding is") Fill fill)
    implements RowAugmentation {
  public Crop {
    if (padding < 0) {
      throw new IllegalArgumentException("padding is " + padding + ", allowed are 0 and above");
    }
  }

  @Override
  public Transform on(InputForm form) {
    Shape image = form.image("crop");
    if (padding > 0 && fill == Fill.ZERO && padding >= Math.min(image.size(0), image.size(1))) {
      throw new IllegalArgumentException(
          "the augmentation crop pads by "
              + padding
              + " pixels, which can push all of an image of "
              + image
              + " out of sight");
    }
    Warp warp = new Warp(image, fill);
    int size = image.elements();
    return (from, to, count, random) -> {
      for (int i = 0; i < count; i++) {
        RandomStream r = random.row(i);
        int down = r.nextInt(2 * padding + 1) - padding;
        int right = r.nextInt(2 * padding + 1) - padding;
        warp.draw(from, to, i * size, down, 1, 0, right, 0, 1);
      }
    };
  }
}
