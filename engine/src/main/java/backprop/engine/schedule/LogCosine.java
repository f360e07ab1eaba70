// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Waves that double in length: {@code maximum / 2 * (1 - cos(2 * pi * log2(1 + (2^cycles - 1) *
 * t)))} with t the finished part of the run; starts and ends at 0 ("coslog4", with 4 cycles, of
 * Holzmueller, Grinsztajn and Steinwart, "Better by default", NeurIPS 2024).
 *
 * @param maximum the highest value, at least 0
 * @param cycles number of waves, 1 to 30
 */
@Description("Several waves from zero to a maximum, each twice as long as the one before.")
@Formula(
    "maximum / 2 * (1 - cos(2 * pi * log2(1 + (2^cycles - 1) * t))), t the finished "
        + "part of the run")
@Source(
    "Holzmueller, Grinsztajn and Steinwart, \"Better by default: strong pre-tuned "
        + "MLPs and boosted trees on tabular data\", NeurIPS 2024")
public record LogCosine(
    @Tip(value = "highest value", min = 0, required = true) double maximum,
    @Tip(value = "number of waves", min = 1, max = 30) int cycles)
    implements Schedule {
  public LogCosine {
    Limits.atLeastZero("maximum", maximum);
    if (cycles < 1 || cycles > 30) {
      throw new IllegalArgumentException("cycles is " + cycles + ", allowed are 1 to 30");
    }
  }

  @Override
  public double at(Progress p) {
    double t = Math.min(1, p.fraction());
    double wave = Math.log1p((Math.pow(2, cycles) - 1) * t) / Math.log(2);
    return maximum / 2 * (1 - Math.cos(2 * Math.PI * wave));
  }
}
