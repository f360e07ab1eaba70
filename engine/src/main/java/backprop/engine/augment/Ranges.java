// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

/** Checks that several augmentations make. */
final class Ranges {
  private Ranges() {}

  static void share(String name, double x) {
    if (!(x >= 0 && x <= 1)) {
      throw new IllegalArgumentException(name + " is " + x + ", allowed are 0 to 1");
    }
  }

  static void amount(String name, double x) {
    if (!(x >= 0 && x < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " is " + x + ", allowed are 0 and above");
    }
  }
}
