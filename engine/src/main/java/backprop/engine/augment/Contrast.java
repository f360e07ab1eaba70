// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Raises or lowers the contrast of images: multiplies each pixel's distance from the image's mean
 * by a factor drawn uniformly from {@code 1 - share} to {@code 1 + share}.
 *
 * @param share largest change of the distances, in [0, 1]
 */
@Description("Raises or lowers the contrast of images.")
@Formula("y = mean + (1 + u) * (x - mean), u uniform in +-share")
@Source(
    "Howard, \"Some improvements on deep convolutional neural network based image classification\", 2013 (arXiv 1312.5402)")
public record Contrast(
    @Tip(value = "largest change of the contrast, as a share of it", min = 0, max = 1) double share)
    implements RowAugmentation {
  public Contrast {
    Ranges.share("share", share);
  }

  @Override
  public Transform on(InputForm form) {
    int size = form.image("contrast").elements();
    return (from, to, count, random) -> {
      for (int i = 0; i < count; i++) {
        float factor = (float) (1 + share * (2 * random.row(i).nextDouble() - 1));
        double sum = 0;
        for (int j = i * size; j < (i + 1) * size; j++) {
          sum += from[j];
        }
        float mean = (float) (sum / size);
        for (int j = i * size; j < (i + 1) * size; j++) {
          to[j] = mean + factor * (from[j] - mean);
        }
      }
    };
  }
}
