// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.PlainNumber;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * The same value all the time; written as a plain number.
 *
 * @param value the value, finite
 */
@PlainNumber
@Description("The same value all the time; a plain number means this.")
@Formula("value")
@Source("Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section " + "8.3.1")
public record Constant(@Tip("the value") double value) implements Schedule {
  public Constant {
    Limits.finite("value", value);
  }

  @Override
  public double at(Progress p) {
    return value;
  }
}
