// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Shape;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Mirrors images, each direction with probability one half.
 *
 * @param horizontal whether left and right change places
 * @param vertical whether top and bottom do
 */
@Description("Mirrors every other image.")
@Formula("y(r, c) = x(r, width - 1 - c), or x(height - 1 - r, c), each with probability 1/2")
@Source(
    "Krizhevsky, Sutskever and Hinton, \"ImageNet classification with deep convolutional neural networks\", NIPS 2012, section 4.1")
public record Flip(
    @Tip("whether left and right change places") boolean horizontal,
    @Tip("whether top and bottom change places") boolean vertical)
    implements RowAugmentation {
  @Override
  public Transform on(InputForm form) {
    Shape image = form.image("flip");
    return (from, to, count, random) -> {
      for (int i = 0; i < count; i++) {
        RandomStream r = random.row(i);
        boolean sides = r.nextDouble() < 0.5 && horizontal;
        boolean upside = r.nextDouble() < 0.5 && vertical;
        mirror(from, to, i * image.elements(), image, sides, upside);
      }
    };
  }

  private static void mirror(
      float[] from, float[] to, int at, Shape image, boolean sides, boolean upside) {
    int height = image.size(0);
    int width = image.size(1);
    int channels = image.size(2);
    for (int r = 0; r < height; r++) {
      int row = upside ? height - 1 - r : r;
      for (int c = 0; c < width; c++) {
        int column = sides ? width - 1 - c : c;
        int source = at + (row * width + column) * channels;
        System.arraycopy(from, source, to, at + (r * width + c) * channels, channels);
      }
    }
  }
}
