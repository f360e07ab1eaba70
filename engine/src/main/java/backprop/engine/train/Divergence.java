// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.optimize.Optimization;
import java.util.Locale;

/** What there is to say about a training that diverged. */
final class Divergence {
  private Divergence() {}

  static DivergedException hopeless(int epoch, double loss, Optimization optimizer) {
    return new DivergedException(
        String.format(
            Locale.ROOT,
            "training diverged in epoch %d (loss %.3g), and %s has no learning rate to lower: use"
                + " an optimizer such as adam, or a penalty such as l2",
            epoch,
            loss,
            optimizer));
  }

  static DivergedException tooOften(int epoch, double loss, int times, double rate) {
    return new DivergedException(
        String.format(
            Locale.ROOT,
            "training diverged in epoch %d (loss %.3g) even after the learning rate was lowered"
                + " %d times, last to %.3g: start with a lower rate in the optimizer option",
            epoch,
            loss,
            times,
            rate));
  }

  static String recovered(int epoch, double loss, double rate, double lowered) {
    return String.format(
        Locale.ROOT,
        "training diverged in epoch %d (loss %.3g): went back to the weights before epoch %d and"
            + " lowered the learning rate from %.3g to %.3g",
        epoch,
        loss,
        Math.max(1, epoch - 1),
        rate,
        lowered);
  }

  static String outOfTime(int epoch, double loss) {
    return String.format(
        Locale.ROOT,
        "training diverged in epoch %d (loss %.3g) when its time was up: went back to the"
            + " weights before epoch %d",
        epoch,
        loss,
        Math.max(1, epoch - 1));
  }
}
