// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Shape;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.Arrays;

/**
 * Covers a square of each image with zeros; its center is drawn uniformly from all pixels, so that
 * a part of it may lie outside. DeVries and Taylor, "Improved regularization of convolutional
 * neural networks with cutout", 2017.
 *
 * @param size side of the square, at least 1
 */
@Description("Covers a square of each image with zeros.")
@Formula("0 within a square around a random pixel")
@Source(
    "DeVries and Taylor, \"Improved regularization of convolutional neural networks with cutout\", 2017 (arXiv 1708.04552)")
public record Cutout(@Tip(value = "side of the square", unit = "pixels", min = 1) int size)
    implements RowAugmentation {
  public Cutout {
    if (size < 1) {
      throw new IllegalArgumentException("size is " + size + ", allowed are 1 and above");
    }
  }

  @Override
  public Transform on(InputForm form) {
    Shape image = form.image("cutout");
    int height = image.size(0);
    int width = image.size(1);
    int channels = image.size(2);
    return (from, to, count, random) -> {
      System.arraycopy(from, 0, to, 0, count * image.elements());
      for (int i = 0; i < count; i++) {
        RandomStream r = random.row(i);
        int top = r.nextInt(height) - size / 2;
        int left = r.nextInt(width) - size / 2;
        int first = Math.max(0, left);
        int end = Math.min(width, left + size);
        for (int row = Math.max(0, top); row < Math.min(height, top + size); row++) {
          int at = i * image.elements() + row * width * channels;
          Arrays.fill(to, at + first * channels, at + end * channels, 0);
        }
      }
    };
  }
}
