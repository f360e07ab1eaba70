// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import java.util.Arrays;

/** In plain Java, in the way of {@link Gemm}. */
final class StepPanels extends StepProduct {
  private static final int STRIP = 16;

  private final PanelTuning tuning = new PanelTuning();
  private final float[][] factors;
  private final float[][][] buffers;
  private float[][] packed = new float[0][];
  private final int mostRows;
  private int units;
  private int inGroups;
  private int rounded;
  private int columns;

  StepPanels(Workers workers, int mostRows) {
    this.mostRows = mostRows;
    factors = new float[workers.threads()][TallLoops.ROWS * STRIP];
    buffers = new float[workers.threads()][][];
  }

  @Override
  void pack(Matrix w, boolean transpose, double rows) {
    units = w.rows();
    inGroups = transpose ? w.columns() / units : 1;
    columns = transpose ? units : w.columns();
    rounded = (units + 3) / 4 * 4;
    int panels = 0;
    for (int j = 0; j < columns; j += PanelWidths.width(columns - j)) {
      panels++;
    }
    reserve(panels * inGroups * rounded);
    for (int j = 0; j < columns; j += PanelWidths.width(columns - j)) {
      double passes = rows * inGroups * rounded / 4;
      tuning.before(PanelWidths.width(columns - j), passes, packed, buffers);
    }
    int row = 0;
    for (int from = 0; from < columns; ) {
      int width = PanelWidths.width(columns - from);
      int count = Math.min(width, columns - from);
      int to = tuning.start(width) + 1;
      for (int g = 0; g < inGroups; g++) {
        for (int p = 0; p < rounded; p++, row++) {
          if (p >= units) {
            Arrays.fill(packed[row], to, to + width, 0f);
            continue;
          }
          if (transpose) {
            column(w, from, g * units + p, count, packed[row], to);
          } else {
            System.arraycopy(
                FloatArray.of(w), w.offset() + p * w.stride() + from, packed[row], to, count);
          }
          Arrays.fill(packed[row], to + count, to + width, 0f);
        }
      }
      from += width;
    }
  }

  private void reserve(int rows) {
    if (packed.length < rows) {
      packed = AlignedLoops.allocate(rows);
      for (int i = 0; i < buffers.length; i++) {
        buffers[i] = AlignedLoops.allocate(mostRows);
      }
    }
  }

  private static void column(Matrix w, int from, int column, int count, float[] row, int to) {
    float[] values = FloatArray.of(w);
    int at = w.offset() + from * w.stride() + column;
    for (int j = to; j < to + count; j++, at += w.stride()) {
      row[j] = values[at];
    }
  }

  @Override
  double nanos(int rows) {
    return rows * (inGroups * rounded / 4.0 * PanelWidths.nanos(columns) + columns * 0.1);
  }

  @Override
  void multiply(int worker, float[][] x, int rows, float[] start, int at, int step, float[][] y) {
    float[][] buffer = buffers[worker];
    float[] factor = factors[worker];
    int panel = 0;
    for (int column = 0; column < columns; panel++) {
      int width = PanelWidths.width(columns - column);
      int count = Math.min(width, columns - column);
      int margin = tuning.start(width);
      TallForm form = tuning.form(width);
      int inFours = form == TallForm.NONE ? 0 : rows / TallLoops.ROWS * TallLoops.ROWS;
      for (int r = 0; r < rows; r++) {
        begin(buffer[r], margin + 1, start, at + r * step + column, count, width);
      }
      for (int g = 0; g < inGroups; g++) {
        for (int p = 0; p < units; p += STRIP) {
          int length = Math.min(STRIP, units - p);
          int groups = (length + 3) / 4;
          int first = (panel * inGroups + g) * rounded + p;
          int r = 0;
          for (; r < inFours; r += TallLoops.ROWS) {
            loadFour(x[g], r * units + p, units, length, factor);
            form.add(width, margin, buffer, r, packed, first, factor, length);
          }
          for (; r < rows; r++) {
            load(x[g], r * units + p, length, factor);
            AlignedLoops.add(width, margin, buffer[r], packed, first, factor, 0, groups);
          }
        }
      }
      for (int r = 0; r < rows; r++) {
        scatter(buffer[r], margin + 1, column, count, units, r, y);
      }
      column += width;
    }
  }

  /** What a row of y starts from. */
  private static void begin(float[] buffer, int to, float[] start, int at, int count, int width) {
    // The number in front is computed for nothing, but not endlessly.
    buffer[to - 1] = 0;
    if (start == null) {
      Arrays.fill(buffer, to, to + width, 0f);
    } else {
      Scratch.copy(start, at, buffer, to, count);
      Arrays.fill(buffer, to + count, to + width, 0f);
    }
  }

  /** Factors of a strip; zeros behind the last one. */
  private static void load(float[] x, int from, int length, float[] factor) {
    System.arraycopy(x, from, factor, 0, length);
    Arrays.fill(factor, length, STRIP, 0f);
  }

  /** The same for four rows side by side, as {@link TallForm} takes them. */
  private static void loadFour(float[] x, int from, int step, int length, float[] factor) {
    int two = from + step;
    int three = two + step;
    int four = three + step;
    for (int p = 0; p < length; p++) {
      factor[4 * p] = x[from + p];
      factor[4 * p + 1] = x[two + p];
      factor[4 * p + 2] = x[three + p];
      factor[4 * p + 3] = x[four + p];
    }
    Arrays.fill(factor, 4 * length, 4 * STRIP, 0f);
  }
}
