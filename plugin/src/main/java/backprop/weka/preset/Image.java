// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

import backprop.engine.layer.Layer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import backprop.weka.encode.Encoding;
import backprop.weka.encode.InputForm;
import java.util.List;
import java.util.Optional;
import weka.core.Instances;

/**
 * Attributes that are the pixels of a picture, row by row, the channels of a pixel side by side.
 *
 * @param height rows of pixels, 0 for what makes a square
 * @param width pixels of a row, 0 for what makes a square
 * @param channels numbers of a pixel, 0 for 1 or else 3
 * @param filters of the first convolution, from 1
 */
@Description("A picture: each attribute is a pixel, row by row, colors side by side.")
@Formula(
    "reshape([height, width, channels]), stages of conv2d(filters, 3, relu, padding=same) and"
        + " max-pool(2), flatten, dense(64, relu), dropout(0.3)")
@Source(
    "LeCun, Bottou, Bengio and Haffner, \"Gradient-based learning applied to document"
        + " recognition\", Proceedings of the IEEE 86, 1998")
public record Image(
    @Tip(value = "rows of pixels; 0: what makes a square", min = 0) int height,
    @Tip(value = "pixels of a row; 0: what makes a square", min = 0) int width,
    @Tip(value = "1 for gray, 3 for colors; 0: as the attributes come out even", min = 0)
        int channels,
    @Tip(value = "filters of the first convolution; later stages have twice as many", min = 1)
        int filters)
    implements Preset {
  private static final int COLORS = 3;

  /** Sizes from the number of attributes. */
  public Image() {
    this(0, 0, 0, 16);
  }

  @Override
  public Optional<Encoding> encoding(Instances data) {
    Presets.numbersOnly(data, "image");
    return Optional.of(Encoding.alike(sizes(data.numAttributes() - 1).get(2)));
  }

  /** Height, width and channels for so many attributes. */
  private List<Integer> sizes(int attributes) {
    for (int c : channels > 0 ? new int[] {channels} : new int[] {1, COLORS}) {
      int pixels = attributes / c;
      int h = height > 0 ? height : width > 0 ? pixels / width : (int) Math.sqrt(pixels);
      int w = width > 0 ? width : h == 0 ? 0 : pixels / h;
      boolean square = height > 0 || width > 0 || h == w;
      if (h > 0 && w > 0 && square && (long) h * w * c == attributes) {
        return List.of(h, w, c);
      }
    }
    throw new IllegalArgumentException(
        "the preset "
            + Presets.texts().print(Preset.class, this)
            + " does not fit "
            + attributes
            + " attributes beside the class: they have to be height x width x channels, such as"
            + " image(height=28, width=28) for 784");
  }

  @Override
  public List<Layer> stem(InputForm form) {
    List<Integer> s = sizes(form.columns());
    return Presets.layers("reshape([%d, %d, %d])".formatted(s.toArray()));
  }

  @Override
  public List<Layer> body(InputForm form) {
    List<Integer> s = sizes(form.columns());
    return Presets.chained(
        Convolutions.stages(s.get(0), s.get(1), filters),
        Presets.layers("dense(64, relu), dropout(0.3)"));
  }
}
