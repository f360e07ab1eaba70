// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import backprop.engine.optimize.Objective;

/** Checks of minimizers' properties and sentences that they share, each in one form. */
final class Check {
  static final String FLAT = "the gradient is as small as its tolerance";
  static final String STUCK = "no step lowers the loss any further at this precision";

  private Check() {}

  static void atLeast(String name, int x, int least) {
    if (x < least) {
      throw new IllegalArgumentException(
          name + " is " + x + ", allowed are whole numbers from " + least);
    }
  }

  static void notNegative(String name, double x) {
    if (!(x >= 0 && x < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " is " + x + ", allowed are numbers at least 0");
    }
  }

  static void positive(String name, double x) {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " is " + x + ", allowed are numbers above 0");
    }
  }

  static void probability(String name, double x) {
    if (!(x >= 0 && x <= 1)) {
      throw new IllegalArgumentException(name + " is " + x + ", allowed are 0 to 1");
    }
  }

  /** A function of at least one number. */
  static void size(Objective f, double[] w) {
    if (w.length == 0 || w.length != f.size()) {
      throw new IllegalArgumentException(
          "a point of " + w.length + " numbers for a function of " + f.size());
    }
  }
}
