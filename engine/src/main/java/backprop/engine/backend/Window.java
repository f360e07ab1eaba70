// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * How a window slides over an image. The positions of input and output are numbered row by row; the
 * places of a window too. A sequence is an image of one row.
 *
 * @param vertical along the height
 * @param horizontal along the width
 */
public record Window(Axis vertical, Axis horizontal) {
  /** Number of positions of an input. */
  public int in() {
    return vertical.in() * horizontal.in();
  }

  /** Number of positions of an output. */
  public int out() {
    return vertical.out() * horizontal.out();
  }

  /** Number of places of a window. */
  public int places() {
    return vertical.kernel() * horizontal.kernel();
  }

  /** Whether every window is the position itself. */
  public boolean trivial() {
    return vertical.trivial() && horizontal.trivial();
  }

  /** What a sum over a window is divided by. */
  public enum Divisor {
    /** By nothing. */
    ONE,
    /** By the number of its places that are inside the input. */
    INSIDE,
    /** By the number of its places, padding included. */
    PLACES
  }

  /** The factor of the sum over the window at row y, column x of the output. */
  public double factor(Divisor divisor, int y, int x) {
    return switch (divisor) {
      case ONE -> 1;
      case INSIDE -> 1.0 / Math.max(1, vertical.inside(y) * horizontal.inside(x));
      case PLACES -> 1.0 / places();
    };
  }
}
