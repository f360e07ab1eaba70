// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

/**
 * The same value all the time; written as a plain number.
 *
 * @param value the value
 */
public record Constant(double value) implements Schedule {
  @Override
  public double at(Progress p) {
    return value;
  }
}
