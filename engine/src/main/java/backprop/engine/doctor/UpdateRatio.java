// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.model.Vitals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a step adds to the weights of a layer as a part of these, each as a root mean square. About
 * 0.001 is usual while much is learned; far above, each step overwrites what earlier ones have
 * learned, and far below nothing moves. Judged is the first half of the run: schedules that end at
 * 0 end all updates.
 *
 * <p>Karpathy, "CS231n: neural networks part 3", section "Ratio of weights:updates".
 */
public final class UpdateRatio implements Symptom {
  private static final double HIGH = 0.1;
  private static final double LOW = 1e-6;
  private static final double USUAL = 1e-3;

  @Override
  public String name() {
    return "update-ratio";
  }

  @Override
  public Optional<Finding> in(Examination e) {
    double most = 0;
    double least = Double.POSITIVE_INFINITY;
    int high = 0;
    int low = 0;
    for (int i = 0; i < e.vitals().layers().size(); i++) {
      double ratio = typical(e.vitals(), i);
      if (ratio > most) {
        most = ratio;
        high = i;
      }
      if (ratio < least) {
        least = ratio;
        low = i;
      }
    }
    if (most > HIGH) {
      return Optional.of(finding(e, high, most, "above 0.1"));
    }
    return most > 0 && least < LOW
        ? Optional.of(finding(e, low, least, "below 0.000001"))
        : Optional.empty();
  }

  /** The median of a layer's ratios in the first half of the run. */
  static double typical(Vitals vitals, int layer) {
    List<Double> ratios = new ArrayList<>();
    int half = (vitals.samples().size() + 1) / 2;
    for (Vitals.Sample s : vitals.samples().subList(0, half)) {
      double ratio = s.sizes().get(layer).ratio();
      if (!Double.isNaN(ratio)) {
        ratios.add(ratio);
      }
    }
    return Numbers.median(ratios);
  }

  private Finding finding(Examination e, int layer, double ratio, String limit) {
    double factor = Math.max(1e-3, Math.min(1e3, 10 * USUAL / ratio));
    return Finding.of(
        name(),
        "a step changes the weights of "
            + e.vitals().layers().get(layer).path()
            + " by "
            + Numbers.say(ratio)
            + " of their size (median of the first half of the run), "
            + limit
            + "; 0.001 is usual",
        Prescription.rate(e, factor));
  }
}
