// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

/**
 * What is shown element by element, and what is folded into a summary.
 *
 * @param units most numbers of a value of one example, from 1
 * @param parameters most numbers of a parameter, from 1
 * @param rows most rows of a minibatch whose lines are written out, from 1
 * @param ops most operations, from 1: more are refused
 * @param numbers most numbers that all recorded steps may have together: where there are more, only
 *     every so many steps are recorded
 */
public record Limits(int units, int parameters, int rows, int ops, int numbers) {
  /** Parameters that a trace can hold: each is there four times or more, in double precision. */
  static final int MOST_PARAMETERS = 20_000_000;

  public Limits {
    if (units < 1 || parameters < 1 || rows < 1 || ops < 1 || numbers < 1) {
      throw new IllegalArgumentException("limits of a trace are whole numbers from 1");
    }
  }

  /** What a page shows well. */
  public static Limits usual() {
    return new Limits(16, 256, 16, 300, 200_000);
  }

  /** The same with another size up to which layers are shown unit by unit. */
  public Limits withUnits(int most) {
    int square = (int) Math.min(1 << 20, (long) most * most);
    return new Limits(most, Math.max(square, 1), rows, ops, numbers);
  }
}
