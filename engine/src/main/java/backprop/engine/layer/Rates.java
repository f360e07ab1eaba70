// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Schedule;

/** The checks of scheduled properties that a constructor can make: those of plain numbers. */
final class Rates {
  private Rates() {}

  /** A probability; schedules are checked at every step. */
  static void checkRate(String name, Schedule rate) {
    if (rate instanceof Constant c && !(c.value() >= 0 && c.value() < 1)) {
      throw new IllegalArgumentException(
          name + " is " + c.value() + ", allowed are 0 up to, but not, 1");
    }
  }

  /** A standard deviation; schedules are checked at every step. */
  static void checkDeviation(Schedule deviation) {
    if (deviation instanceof Constant c && !(c.value() >= 0)) {
      throw new IllegalArgumentException(
          "deviation is " + c.value() + ", allowed are numbers from 0 on");
    }
  }

  /** A plain number as a schedule; a number that is none is refused by its name. */
  static Schedule constant(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", allowed are finite numbers only");
    }
    return new Constant(value);
  }

  /** Whether it is 0 all the time. */
  static boolean isZero(Schedule s) {
    return s instanceof Constant c && c.value() == 0;
  }
}
