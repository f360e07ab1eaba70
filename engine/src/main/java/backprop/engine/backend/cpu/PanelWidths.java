// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

/**
 * How wide the panels are that {@link Panels} cuts a matrix into: there is a loop for each width.
 */
final class PanelWidths {
  /** The row lengths that have a loop. */
  private static final int[] WIDTHS = {32, 64, 96, 128, 192, 256, 320, 384, 448, 512};

  /** How many these are. */
  static final int COUNT = 10;

  /** Nanoseconds of a pass of four rows for each width, measured. */
  private static final int[] PASS = {11, 18, 23, 28, 36, 44, 51, 59, 67, 75};

  private PanelWidths() {}

  /** Width of the next panel: the smallest that covers the rest, which is the cheapest way. */
  static int width(int rest) {
    for (int width : WIDTHS) {
      if (width >= rest) {
        return width;
      }
    }
    return WIDTHS[WIDTHS.length - 1];
  }

  /** Where a width is among the row lengths. */
  static int index(int width) {
    int w = 0;
    while (WIDTHS[w] != width) {
      w++;
    }
    return w;
  }

  /** Nanoseconds of a pass of four rows over so many columns. */
  static double nanos(int columns) {
    double nanos = 0;
    for (int rest = columns; rest > 0; ) {
      int width = width(rest);
      nanos += PASS[index(width)];
      rest -= width;
    }
    return nanos;
  }
}
