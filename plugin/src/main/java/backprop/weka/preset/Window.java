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
 * The last steps of a time series, which the filter BackpropWindow puts into each row, oldest
 * first, the quantities of a step side by side.
 *
 * @param steps of a window, 0 for what comes out even
 * @param features quantities of a step, 0 for what comes out even; where both are, there is one
 * @param units of the recurrent layer, from 1
 */
@Description("A window of a time series, as the filter BackpropWindow makes it: what comes next?")
@Formula(
    "reshape([steps, features]), flatten and gru(units) side by side, dense(32, relu): the linear"
        + " part sees levels, the recurrent part patterns")
@Source(
    "Lai, Chang, Yang and Liu, \"Modeling long- and short-term temporal patterns with deep neural"
        + " networks\", SIGIR 2018, section 3.6, for the way around the recurrent part")
public record Window(
    @Tip(value = "steps of a window; 0: what comes out even", min = 0) int steps,
    @Tip(value = "attributes of a step; 0: what comes out even", min = 0) int features,
    @Tip(value = "units of the recurrent layer", min = 1) int units)
    implements Preset {
  /** Sizes from the data. */
  public Window() {
    this(0, 0, 32);
  }

  @Override
  public Optional<Encoding> encoding(Instances data) {
    Presets.numbersOnly(data, "window");
    return Optional.of(
        Encoding.alike(Steps.sizes(this, steps, features, data.numAttributes() - 1).get(1)));
  }

  @Override
  public List<Layer> stem(InputForm form) {
    return Presets.layers(
        "reshape([%d, %d])"
            .formatted(Steps.sizes(this, steps, features, form.columns()).toArray()));
  }

  @Override
  public List<Layer> body(InputForm form) {
    return Presets.layers("concatenate(flatten, gru(" + units + ")), dense(32, relu)");
  }
}
