// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

/**
 * Rows to be made: the i-th one is {@code base + share * (other - base)} with the target of the
 * base.
 *
 * @param base indices of rows
 * @param other indices of rows of the same class
 * @param share how far it goes from the base to the other, in [0, 1)
 * @param weight weight of the new row
 */
public record Blends(int[] base, int[] other, double[] share, double[] weight) {
  /** Number of rows to be made. */
  public int size() {
    return base.length;
  }
}
