// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

/**
 * Numbers of channels that lie side by side at each position, to rows of one channel each and back:
 * eight channels at a time, so that what is fetched into the cache is used at once.
 */
final class Interleaved {
  private Interleaved() {}

  /**
   * Takes channels apart.
   *
   * @param from where they lie, the first number at {@code at}
   * @param step distance between two positions
   * @param rows one for each of {@code count} channels from {@code row} on, filled from {@code to}
   *     on
   */
  static void apart(
      float[] from, int at, int step, float[][] rows, int row, int count, int to, int positions) {
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      eightApart(from, at + i, step, rows, row + i, to, positions);
    }
    for (; i < count; i++) {
      if (step == 1) {
        Scratch.copy(from, at + i, rows[row + i], to, positions);
        continue;
      }
      float[] line = rows[row + i];
      for (int j = 0, source = at + i; j < positions; j++, source += step) {
        line[to + j] = from[source];
      }
    }
  }

  private static void eightApart(
      float[] values, int from, int step, float[][] rows, int row, int to, int positions) {
    float[] d0 = rows[row];
    float[] d1 = rows[row + 1];
    float[] d2 = rows[row + 2];
    float[] d3 = rows[row + 3];
    float[] d4 = rows[row + 4];
    float[] d5 = rows[row + 5];
    float[] d6 = rows[row + 6];
    float[] d7 = rows[row + 7];
    for (int j = to, at = from; j < to + positions; j++, at += step) {
      d0[j] = values[at];
      d1[j] = values[at + 1];
      d2[j] = values[at + 2];
      d3[j] = values[at + 3];
      d4[j] = values[at + 4];
      d5[j] = values[at + 5];
      d6[j] = values[at + 6];
      d7[j] = values[at + 7];
    }
  }

  /**
   * Puts channels side by side.
   *
   * @param rows one for each of {@code count} channels, read from {@code first} on
   * @param to where they go, the first number to {@code at}
   * @param step distance between two positions
   */
  static void together(
      float[][] rows, int count, int first, int positions, float[] to, int at, int step) {
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      eightTogether(rows, i, first, positions, to, at + i, step);
    }
    for (; i < count; i++) {
      float[] line = rows[i];
      for (int j = 0, target = at + i; j < positions; j++, target += step) {
        to[target] = line[first + j];
      }
    }
  }

  private static void eightTogether(
      float[][] rows, int row, int first, int positions, float[] to, int start, int step) {
    float[] s0 = rows[row];
    float[] s1 = rows[row + 1];
    float[] s2 = rows[row + 2];
    float[] s3 = rows[row + 3];
    float[] s4 = rows[row + 4];
    float[] s5 = rows[row + 5];
    float[] s6 = rows[row + 6];
    float[] s7 = rows[row + 7];
    for (int j = first, at = start; j < first + positions; j++, at += step) {
      to[at] = s0[j];
      to[at + 1] = s1[j];
      to[at + 2] = s2[j];
      to[at + 3] = s3[j];
      to[at + 4] = s4[j];
      to[at + 5] = s5[j];
      to[at + 6] = s6[j];
      to[at + 7] = s7[j];
    }
  }
}
