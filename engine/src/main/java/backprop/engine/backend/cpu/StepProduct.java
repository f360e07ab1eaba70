// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import java.util.Arrays;

/**
 * The product of a few rows with the same matrix again and again, as in a recurrence: the matrix is
 * packed once, then each thread multiplies rows of its own by it in every step. The way is that of
 * {@link Gemm}; every element is summed in the order of the inner index.
 *
 * <p>Rows come and go as blocks: element j of row r of group g is at {@code block[g][r * units +
 * j]}, the groups being those of the matrix's columns or, transposed, of its rows.
 */
final class StepProduct {
  private static final int STRIP = 16;

  private final float[][] factors;
  private final float[][][] buffers;
  private float[][] packed = new float[0][];
  private int units;
  private int inGroups;
  private int rounded;
  private int columns;

  StepProduct(Workers workers, int mostRows) {
    factors = new float[workers.threads()][STRIP];
    buffers = new float[workers.threads()][][];
    for (int w = 0; w < buffers.length; w++) {
      buffers[w] = PanelLoops.allocate(mostRows);
    }
  }

  /** Packs the matrix of units rows, or its transpose. */
  void pack(Matrix w, boolean transpose) {
    units = w.rows();
    inGroups = transpose ? w.columns() / units : 1;
    columns = transpose ? units : w.columns();
    rounded = (units + 3) / 4 * 4;
    int panels = 0;
    for (int j = 0; j < columns; j += PanelLoops.width(columns - j)) {
      panels++;
    }
    int needed = panels * inGroups * rounded;
    if (packed.length < needed) {
      packed = PanelLoops.allocate(needed);
    }
    int row = 0;
    for (int from = 0; from < columns; ) {
      int width = PanelLoops.width(columns - from);
      int count = Math.min(width, columns - from);
      for (int g = 0; g < inGroups; g++) {
        for (int p = 0; p < rounded; p++, row++) {
          if (p >= units) {
            Arrays.fill(packed[row], 0, width, 0f);
            continue;
          }
          if (transpose) {
            column(w, from, g * units + p, count, packed[row]);
          } else {
            System.arraycopy(
                FloatArray.of(w), w.offset() + p * w.stride() + from, packed[row], 0, count);
          }
          Arrays.fill(packed[row], count, width, 0f);
        }
      }
      from += width;
    }
  }

  private static void column(Matrix w, int from, int column, int count, float[] row) {
    float[] values = FloatArray.of(w);
    int at = w.offset() + from * w.stride() + column;
    for (int j = 0; j < count; j++, at += w.stride()) {
      row[j] = values[at];
    }
  }

  /** What a pass over so many rows takes, in nanoseconds. */
  double nanos(int rows) {
    return rows * (inGroups * rounded / 4.0 * PanelLoops.nanos(columns) + columns * 0.1);
  }

  /**
   * Computes {@code y = start + x * matrix}.
   *
   * @param start an array whose rows lie {@code step} apart from {@code at} on; null for zeros
   */
  void multiply(int worker, float[][] x, int rows, float[] start, int at, int step, float[][] y) {
    float[][] buffer = buffers[worker];
    float[] factor = factors[worker];
    int panel = 0;
    for (int from = 0; from < columns; panel++) {
      int width = PanelLoops.width(columns - from);
      int count = Math.min(width, columns - from);
      for (int r = 0; r < rows; r++) {
        if (start == null) {
          Arrays.fill(buffer[r], 0, width, 0f);
        } else {
          Scratch.copy(start, at + r * step + from, buffer[r], 0, count);
          Arrays.fill(buffer[r], count, width, 0f);
        }
      }
      for (int g = 0; g < inGroups; g++) {
        for (int p = 0; p < units; p += STRIP) {
          int length = Math.min(STRIP, units - p);
          int first = (panel * inGroups + g) * rounded + p;
          Arrays.fill(factor, length, STRIP, 0f);
          for (int r = 0; r < rows; r++) {
            Scratch.copy(x[g], r * units + p, factor, 0, length);
            PanelLoops.add(width, buffer[r], packed, first, factor, 0, (length + 3) / 4);
          }
        }
      }
      for (int r = 0; r < rows; r++) {
        scatter(buffer[r], from, count, r, y);
      }
      from += width;
    }
  }

  /** A piece of a row to the groups that it covers. */
  private void scatter(float[] buffer, int from, int count, int row, float[][] y) {
    for (int j = 0; j < count; ) {
      int within = (from + j) % units;
      int piece = Math.min(units - within, count - j);
      Scratch.copy(buffer, j, y[(from + j) / units], row * units + within, piece);
      j += piece;
    }
  }
}
