// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

/** How numeric attributes become columns. */
public enum Scaling {
  /**
   * Each by its own mean and deviation; what does not vary is left out, and missing values get a
   * column of their own: for tables.
   */
  EACH,
  /**
   * All by one center and one deviation, and each is one column whether it varies or not: for
   * pixels, time steps and other numbers of one kind, whose place among the others counts. The
   * center is 0 where most numbers are, else their mean; missing is the center.
   */
  ALIKE
}
