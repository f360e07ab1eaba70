// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.preset;

import backprop.engine.layer.Layer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import backprop.weka.encode.InputForm;
import java.util.List;

/**
 * Many layers, each pair with a way around it.
 *
 * @param units width, from 1
 * @param blocks pairs of layers, from 1
 * @param dropout share of the units of a block that is left out while training
 */
@Description("A table: many layers, in pairs with a way around each.")
@Formula(
    "dense(units), blocks times residual(layer-norm, dense(2 units, relu), dropout, dense(units)),"
        + " layer-norm, relu")
@Source(
    "Gorishniy, Rubachev, Khrulkov and Babenko, \"Revisiting deep learning models for tabular"
        + " data\", NeurIPS 2021, section 3.2")
public record Deep(
    @Tip(value = "width of the layers", min = 1) int units,
    @Tip(value = "pairs of layers", min = 1, max = 100) int blocks,
    @Tip(value = "share of the units that is left out while training", min = 0, below = 1)
        double dropout)
    implements Preset {
  /** Three blocks of 64. */
  public Deep() {
    this(64, 3, 0.1);
  }

  @Override
  public boolean complete() {
    return true;
  }

  @Override
  public List<Layer> body(InputForm form) {
    String block =
        "residual(layer-norm, dense(%d, relu), dropout(%s), dense(%d)), "
            .formatted(Math.multiplyExact(2, units), dropout, units);
    return Presets.layers(
        "dense(" + units + "), " + block.repeat(blocks) + "layer-norm, activation(relu)");
  }
}
