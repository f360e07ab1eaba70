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
import java.util.List;
import java.util.Optional;
import weka.core.Attribute;
import weka.core.Capabilities.Capability;
import weka.core.Instances;

/**
 * A sequence: the rows of a relational attribute, of which each row may have another number; or
 * attributes step by step, the features of a step side by side.
 *
 * @param steps of a sequence; of relations the most that are kept, 0 for as many as the longest has
 * @param features of a step where there is no relation, 0 for what comes out even
 * @param units of the recurrent layer in each direction, from 1
 */
@Description("A sequence: the rows of a relational attribute, or attributes step by step.")
@Formula("reshape([steps, features]), bidirectional(gru(units)), dropout(0.2), dense(32, relu)")
@Source(
    "Cho et al., \"Learning phrase representations using RNN encoder-decoder\", EMNLP 2014;"
        + " Schuster and Paliwal, \"Bidirectional recurrent neural networks\", 1997")
public record Sequence(
    @Tip(value = "steps; of relations the most that are kept, 0: all of the longest", min = 0)
        int steps,
    @Tip(value = "attributes of a step, without relations; 0: what comes out even", min = 0)
        int features,
    @Tip(value = "units of the recurrent layer in each direction", min = 1) int units)
    implements Preset {
  /** Sizes from the data. */
  public Sequence() {
    this(0, 0, 32);
  }

  @Override
  public List<Capability> reads() {
    return List.of(Capability.RELATIONAL_ATTRIBUTES);
  }

  @Override
  public Optional<Encoding> encoding(Instances data) {
    if (data.checkForAttributeType(Attribute.RELATIONAL)) {
      return Optional.of(Encoding.table().with(Contents.of(steps)));
    }
    Presets.numbersOnly(data, "sequence");
    return Optional.of(
        Encoding.alike(Steps.sizes(this, steps, features, data.numAttributes() - 1).get(1)));
  }

  @Override
  public List<Layer> stem(InputForm form) {
    if (form.blocks().isEmpty()) {
      return Presets.layers(
          "reshape([%d, %d])"
              .formatted(Steps.sizes(this, steps, features, form.columns()).toArray()));
    }
    return Presets.parts(
        form,
        b -> Presets.layers("reshape([%d, %d]), masking".formatted(b.sizes().toArray())),
        b -> recurrent());
  }

  private List<Layer> recurrent() {
    return Presets.layers("bidirectional(gru(" + units + "))");
  }

  @Override
  public List<Layer> body(InputForm form) {
    List<Layer> dense = Presets.layers("dropout(0.2), dense(32, relu)");
    return form.blocks().isEmpty() || Presets.single(form)
        ? Presets.chained(recurrent(), dense)
        : dense;
  }
}
