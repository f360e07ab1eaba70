// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.model.EpochRecord;
import java.util.Arrays;
import java.util.List;

/**
 * How the loss came down, in the time that the learning rate gives: an epoch counts as much as its
 * rate, so that a schedule that ends at 0 does not make every training look finished. Where there
 * are validation rows, their loss counts.
 *
 * @param before mean loss from three to four fifths of that time
 * @param end mean loss in the last fifth
 * @param part what came down between these two, as a part of all that came down since the first
 *     epoch; NaN where nothing came down
 * @param noise by how much such a mean may be off, from the differences between epochs: one
 *     standard deviation
 * @param limit the part that is too much
 */
record Descent(double before, double end, double part, double noise, double limit) {
  /** Fewer epochs than this have no fifths. */
  static final int EPOCHS = 10;

  /** A part above this means that the loss is still coming down: a straight line makes 0.22. */
  private static final double FALLING = 0.1;

  /**
   * The same under a rate that falls: with smaller steps the loss comes down whatever was learned
   * before.
   */
  private static final double FALLING_WITH_RATE = 0.3;

  /** A rate that ends below this part of its highest falls. */
  private static final double FALLEN = 0.5;

  private static final double SURE = 3;

  static Descent of(List<EpochRecord> history) {
    double[] losses = losses(history);
    int fourth = at(history, 0.6);
    int fifth = at(history, 0.8);
    int n = losses.length;
    double before = Numbers.mean(losses, fourth, fifth);
    double end = Numbers.mean(losses, fifth, n);
    double all = losses[0] - end;
    double steps = Math.max(1, n - fourth - 1);
    double trend = (losses[n - 1] - losses[fourth]) / steps;
    double differences = 0;
    for (int i = fourth + 1; i < n; i++) {
      differences += Math.pow(losses[i] - losses[i - 1] - trend, 2);
    }
    double one = Math.sqrt(differences / 2 / steps);
    double noise = one * Math.sqrt(1.0 / (fifth - fourth) + 1.0 / (n - fifth));
    double part = all > 0 ? (before - end) / all : Double.NaN;
    return new Descent(before, end, part, noise, limit(history));
  }

  private static double limit(List<EpochRecord> history) {
    double highest = history.stream().mapToDouble(EpochRecord::rate).max().orElse(0);
    boolean falls = history.get(history.size() - 1).rate() < FALLEN * highest;
    return falls ? FALLING_WITH_RATE : FALLING;
  }

  /** The losses that count. */
  static double[] losses(List<EpochRecord> history) {
    boolean validated = history.stream().noneMatch(e -> Double.isNaN(e.validationLoss()));
    return history.stream()
        .mapToDouble(e -> validated ? e.validationLoss() : e.trainingLoss())
        .toArray();
  }

  /** The epoch before which so much of the learning rate was spent. */
  private static int at(List<EpochRecord> history, double part) {
    double[] rates = history.stream().mapToDouble(e -> e.rate() > 0 ? e.rate() : 0).toArray();
    if (Arrays.stream(rates).sum() == 0) {
      Arrays.fill(rates, 1);
    }
    double wanted = part * Arrays.stream(rates).sum();
    int i = 0;
    for (double spent = 0; i < rates.length && spent < wanted - 1e-12; i++) {
      spent += rates[i];
    }
    // Each fifth has an epoch.
    int last = part < 0.7 ? 2 : 1;
    return Math.max(1, Math.min(i, rates.length - last));
  }

  /** Whether it is still coming down for sure. */
  boolean falling() {
    return part > limit && before - end > SURE * noise;
  }

  /** What still comes down, in words. */
  String say() {
    return "the loss came down from "
        + Numbers.say(before)
        + " to "
        + Numbers.say(end)
        + " in the last fifth of the training, "
        + Numbers.percent(part)
        + " of all that it came down";
  }
}
