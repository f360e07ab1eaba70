// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * How a recurrent cell runs over sequences.
 *
 * @param time number of steps, at least 1
 * @param reverse whether it starts with the last step
 * @param segment after how many steps the gradient stops to flow back through the state: at the
 *     borders between segments of so many steps, counted in the order of processing; 0 for never
 * @param dropout probability with which an element of the state is hidden from the recurrent
 *     weights, the same elements in all steps of a sequence, in [0, 1)
 */
public record Recurrence(int time, boolean reverse, int segment, double dropout) {
  public Recurrence {
    if (time < 1) {
      throw new IllegalArgumentException("a sequence of " + time + " steps, it needs at least 1");
    }
    if (segment < 0) {
      throw new IllegalArgumentException(
          "segments of " + segment + " steps, allowed are 1 and more, or 0 for the whole");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "recurrent dropout is " + dropout + ", allowed are 0 up to, but not, 1");
    }
  }

  /** The position of the step that is processed as number {@code s}. */
  public int step(int s) {
    return reverse ? time - 1 - s : s;
  }

  /** Whether the gradient flows from the step processed as number {@code s} to the one before. */
  public boolean flowsBackFrom(int s) {
    return s > 0 && (segment == 0 || s % segment != 0);
  }
}
