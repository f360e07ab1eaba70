// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Keyed;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * Given values from given epochs on: the value of the last one of the epochs that is reached. As
 * {@code PiecewiseConstantDecay} of Keras and {@code MapSchedule} of Deeplearning4j.
 *
 * @param epochs finished epochs from which on a value holds: the first 0, then ascending; fractions
 *     are allowed
 * @param values as many values, each at least 0
 */
@Keyed
@Description("Given values from given epochs on.")
@Formula("value i while epochs i <= epoch < epochs i + 1")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "8.3.1")
public record Piecewise(
    @Tip(value = "when a value begins; the first is 0", unit = "epochs", min = 0, required = true)
        List<Double> epochs,
    @Tip(value = "the values, one for each", min = 0, required = true) List<Double> values)
    implements Schedule {
  public Piecewise {
    epochs = List.copyOf(epochs);
    values = List.copyOf(values);
    if (epochs.size() != values.size()) {
      throw new IllegalArgumentException(
          epochs.size() + " epochs and " + values.size() + " values: there must be as many");
    }
    if (epochs.isEmpty() || epochs.get(0) != 0) {
      throw new IllegalArgumentException("the first of the epochs must be 0");
    }
    for (int i = 0; i < epochs.size(); i++) {
      Limits.atLeastZero("a value", values.get(i));
      Limits.atLeastZero("an epoch", epochs.get(i));
      if (i > 0 && epochs.get(i) <= epochs.get(i - 1)) {
        throw new IllegalArgumentException(
            "the epochs must ascend, but " + epochs.get(i) + " follows " + epochs.get(i - 1));
      }
    }
  }

  @Override
  public double at(Progress p) {
    double epoch = p.epoch();
    int i = 0;
    while (i + 1 < epochs.size() && epoch >= epochs.get(i + 1)) {
      i++;
    }
    return values.get(i);
  }
}
