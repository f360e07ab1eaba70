// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

import backprop.engine.layer.Layer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import backprop.weka.encode.Contents;
import backprop.weka.encode.Encoding;
import backprop.weka.encode.InputForm;
import backprop.weka.images.Pixels;
import java.util.List;
import java.util.Optional;
import weka.core.Attribute;
import weka.core.Capabilities.Capability;
import weka.core.Instances;

/**
 * A string attribute that names the files of pictures. Other attributes may be there, too.
 *
 * @param folder that the names are relative to; empty for the working directory
 * @param height rows of pixels that a picture is scaled to, from 1
 * @param width pixels of a row, from 1
 * @param channels 1 for gray, 3 for colors
 * @param filters of the first convolution, from 1
 */
@Description("Pictures in files, whose names are in a string attribute.")
@Formula(
    "reshape([height, width, channels]), stages of conv2d(filters, 3, relu, padding=same) and"
        + " max-pool(2), flatten, dense(64, relu), dropout(0.3)")
@Source(
    "LeCun, Bottou, Bengio and Haffner, \"Gradient-based learning applied to document"
        + " recognition\", Proceedings of the IEEE 86, 1998")
public record ImageFiles(
    @Tip("folder that the names are relative to; empty: the working directory") String folder,
    @Tip(value = "rows of pixels that a picture is scaled to", min = 1) int height,
    @Tip(value = "pixels of a row that a picture is scaled to", min = 1) int width,
    @Tip(value = "1 for gray, 3 for colors", min = 1, max = 3) int channels,
    @Tip(value = "filters of the first convolution; later stages have twice as many", min = 1)
        int filters)
    implements Preset {
  /** Pictures of 32 x 32 in color. */
  public ImageFiles() {
    this("", 32, 32, 3, 16);
  }

  /** Refuses sizes that no picture has. */
  public ImageFiles {
    new Pixels(height, width, channels).size();
  }

  @Override
  public List<Capability> reads() {
    return List.of(Capability.STRING_ATTRIBUTES);
  }

  @Override
  public Optional<Encoding> encoding(Instances data) {
    Presets.needs(data, "image-files", Attribute.STRING);
    Pixels form = new Pixels(height, width, channels);
    return Optional.of(Encoding.table().with(Contents.of(new Contents.Pictures(folder, form))));
  }

  @Override
  public List<Layer> stem(InputForm form) {
    return Presets.parts(
        form,
        b -> Presets.layers("reshape([%d, %d, %d])".formatted(b.sizes().toArray())),
        b -> Convolutions.stages(height, width, filters));
  }

  @Override
  public List<Layer> body(InputForm form) {
    List<Layer> dense = Presets.layers("dense(64, relu), dropout(0.3)");
    return Presets.single(form)
        ? Presets.chained(Convolutions.stages(height, width, filters), dense)
        : dense;
  }
}
