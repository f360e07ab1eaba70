// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.schedule.Progress;
import backprop.engine.schedule.Schedule;

/** Checks of optimizers' parameters, each with one sentence. */
final class Check {
  private static final int SAMPLES = 100;

  private Check() {}

  /** A learning rate: never negative, and above 0 at some time. */
  static void rate(Schedule s) {
    if (largest("rate", s, Double.POSITIVE_INFINITY) == 0) {
      throw new IllegalArgumentException("rate is 0 all the time, allowed are numbers above 0");
    }
  }

  /** A schedule whose values are at least 0 and below a limit. */
  static void schedule(String name, Schedule s, double below) {
    largest(name, s, below);
  }

  /** A number that is at least 0 and below a limit. */
  static void number(String name, double x, double below) {
    if (!(x >= 0 && x < below)) {
      throw refusal(name, x, "", below);
    }
  }

  /** A number above 0. */
  static void positive(String name, double x) {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " is " + x + ", allowed are numbers above 0");
    }
  }

  /** Samples an imagined run of 100 epochs: schedules depend on the run's length by fractions. */
  private static double largest(String name, Schedule s, double below) {
    Progress p = new Progress(1, SAMPLES);
    double largest = 0;
    for (int epoch = 0; epoch <= SAMPLES; epoch++) {
      double x = s.at(p);
      if (!(x >= 0 && x < below)) {
        throw refusal(name, x, epoch == 0 ? "" : " after " + epoch + "% of the run", below);
      }
      largest = Math.max(largest, x);
      p.stepDone();
    }
    return largest;
  }

  private static IllegalArgumentException refusal(
      String name, double x, String when, double below) {
    return new IllegalArgumentException(
        name
            + " is "
            + x
            + when
            + ", allowed are numbers at least 0"
            + (below < Double.POSITIVE_INFINITY ? " and below " + below : ""));
  }
}
