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
 * One layer of many units.
 *
 * @param units their number, from 1
 * @param dropout share of them that is left out while training
 */
@Description("A table: one hidden layer of many units.")
@Formula("dense(units, relu), dropout(dropout)")
@Source(
    "Hornik, \"Approximation capabilities of multilayer feedforward networks\", Neural Networks"
        + " 4, 1991")
public record Wide(
    @Tip(value = "units of the layer", min = 1) int units,
    @Tip(value = "share of the units that is left out while training", min = 0, below = 1)
        double dropout)
    implements Preset {
  /** 512 units. */
  public Wide() {
    this(512, 0.3);
  }

  @Override
  public boolean complete() {
    return true;
  }

  @Override
  public List<Layer> body(InputForm form) {
    return Presets.layers("dense(" + units + ", relu), dropout(" + dropout + ")");
  }
}
