// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.util.Arrays;

/**
 * A block of a matrix b, cut into panels of columns, each row of a panel in an array of its own for
 * {@link AlignedLoops}. Rows come in strips of sixteen; what is missing in the last four of a strip
 * or in the width of a panel is zero.
 */
final class Panels {
  /** Panels packed at a time. */
  static final int MOST = 2;

  /** Rows of a strip: those of one panel stay in the first-level cache. */
  static final int STRIP = 16;

  private final Workers workers;
  private final PanelTuning tuning = new PanelTuning();
  private final Workers.Task packing = this::pack;

  /** The packed rows: those of a panel one after the other. */
  float[][] rows = new float[0][];

  /** For each panel its first column, how many, how many it is wide, and where its rows begin. */
  final int[] column = new int[MOST];

  final int[] count = new int[MOST];
  final int[] width = new int[MOST];
  final int[] start = new int[MOST];

  /** The loops for four rows of c at once. */
  final TallForm[] form = new TallForm[MOST];

  /** Number of panels. */
  int panels;

  private float[] b;
  private int b0;
  private int bRow;
  private int bColumn;
  private int inner0;
  private int inner;

  Panels(Workers workers) {
    this.workers = workers;
  }

  /** The matrix: element (p, j) is at {@code b0 + p * bRow + j * bColumn}. */
  void of(float[] b, int b0, int bRow, int bColumn) {
    this.b = b;
    this.b0 = b0;
    this.bRow = bRow;
    this.bColumn = bColumn;
  }

  /** Chooses the panels for columns {@code from ... to}; returns the first column left over. */
  int cut(int from, int to) {
    panels = 0;
    int next = from;
    while (panels < MOST && next < to) {
      int columns = PanelWidths.width(to - next);
      column[panels] = next;
      count[panels] = Math.min(columns, to - next);
      width[panels++] = columns;
      next += columns;
    }
    return next;
  }

  /** Number of strips of so many rows. */
  static int strips(int rows) {
    return (rows + STRIP - 1) / STRIP;
  }

  /**
   * Makes room for a block of so many rows.
   *
   * @return whether the rows are new, and lie anew
   */
  boolean reserve(int inner) {
    int needed = panels * strips(inner) * STRIP;
    if (rows.length >= needed) {
      return false;
    }
    // One after the other, so that all lie at the same place modulo 64 bytes.
    rows = AlignedLoops.allocate(needed);
    return true;
  }

  /**
   * Packs rows {@code inner0 ... inner0 + inner}.
   *
   * @param results rows of c that will be computed with them
   * @param buffers rows of each thread that hold nothing of use now
   */
  void pack(int inner0, int inner, int results, boolean parallel, float[][][] buffers) {
    this.inner0 = inner0;
    this.inner = inner;
    for (int p = 0; p < panels; p++) {
      tuning.before(width[p], results * (inner * 0.25), rows, buffers);
      start[p] = tuning.start(width[p]);
      form[p] = tuning.form(width[p]);
    }
    int items = strips(inner) * panels;
    workers.run(items, parallel ? 2 : items + 1, packing);
  }

  /** Packs one strip of one panel. */
  private void pack(int item, int worker) {
    int strips = strips(inner);
    int panel = item / strips;
    int strip = item % strips;
    int first = (panel * strips + strip) * STRIP;
    int from = strip * STRIP;
    int to = Math.min(inner, from + STRIP);
    int columns = count[panel];
    int at = start[panel] + 1;
    int source = b0 + (inner0 + from) * bRow + column[panel] * bColumn;
    if (bColumn == 1) {
      for (int p = from; p < to; p++, source += bRow) {
        System.arraycopy(b, source, rows[first + p - from], at, columns);
      }
    } else {
      int p = from;
      for (; p + 8 <= to; p += 8, source += 8 * bRow) {
        packEight(first + p - from, source, at, columns);
      }
      for (; p < to; p++, source += bRow) {
        float[] row = rows[first + p - from];
        for (int j = 0; j < columns; j++) {
          row[at + j] = b[source + j * bColumn];
        }
      }
    }
    for (int p = from; p < (to + 3) / 4 * 4; p++) {
      float[] row = rows[first + p - from];
      int rest = p < to ? columns : 0;
      if (rest < width[panel]) {
        Arrays.fill(row, at + rest, at + width[panel], 0f);
      }
    }
  }

  private void packEight(int row, int source, int first, int columns) {
    float[] from = b;
    float[] d0 = rows[row];
    float[] d1 = rows[row + 1];
    float[] d2 = rows[row + 2];
    float[] d3 = rows[row + 3];
    float[] d4 = rows[row + 4];
    float[] d5 = rows[row + 5];
    float[] d6 = rows[row + 6];
    float[] d7 = rows[row + 7];
    int at = source;
    int step = bRow;
    for (int j = first; j < first + columns; j++, at += bColumn) {
      d0[j] = from[at];
      d1[j] = from[at + step];
      d2[j] = from[at + 2 * step];
      d3[j] = from[at + 3 * step];
      d4[j] = from[at + 4 * step];
      d5[j] = from[at + 5 * step];
      d6[j] = from[at + 6 * step];
      d7[j] = from[at + 7 * step];
    }
  }
}
