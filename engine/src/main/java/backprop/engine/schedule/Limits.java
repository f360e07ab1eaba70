// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

/** Checks of schedules' parameters, each with one sentence. */
final class Limits {
  private Limits() {}

  static void finite(String name, double x) {
    check(Double.isFinite(x), name, x, "finite numbers");
  }

  static void atLeastZero(String name, double x) {
    check(x >= 0 && Double.isFinite(x), name, x, "numbers at least 0");
  }

  static void positive(String name, double x) {
    check(x > 0 && Double.isFinite(x), name, x, "numbers above 0");
  }

  static void atLeastOne(String name, double x) {
    check(x >= 1 && Double.isFinite(x), name, x, "numbers at least 1");
  }

  static void fraction(String name, double x) {
    check(x >= 0 && x <= 1, name, x, "numbers at least 0 and at most 1");
  }

  private static void check(boolean allowed, String name, double x, String what) {
    if (!allowed) {
      throw new IllegalArgumentException(name + " is " + x + ", allowed are " + what);
    }
  }
}
