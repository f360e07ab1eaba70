// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import java.util.Arrays;

/**
 * Convolution in plain Java where filters are few. The loops of {@link PanelLoops} reach their rate
 * along hundreds of columns, so that the columns are not the filters but up to 512 positions of the
 * output:
 *
 * <pre>
 *   for every panel of rows of the output (one item of work):
 *     for every block of places and channels:
 *       lines:  for each place of a row and channel, what it sees in each row of the input
 *       packed: for each place and channel, what it sees at each position: pieces of lines
 *       sums(filter) += weight * packed, four rows a pass
 *     output = sums, transposed
 * </pre>
 *
 * Windows one below the other see the same lines, shifted, so that the lines are gathered once for
 * all rows of the window. Every output is summed in an order that depends on the sizes alone.
 */
final class PositionPanels {
  private static final int[] WIDTHS = {512, 256, 128};
  private static final int INNER = 128;
  private static final int STRIP = 16;

  /** Nanoseconds of a multiplication and addition in the widest loop, four of them a pass. */
  private static final double PASS = 0.146;

  private final Workers workers;
  private final Memory[] memory;
  private final Workers.Task panel = this::panel;

  // The call at hand.
  private Axis vertical;
  private Axis horizontal;
  private Matrix x;
  private Matrix y;
  private Matrix bias;
  private boolean adds;
  private int channels;
  private int filters;
  private int firstChannel;
  private int firstFilter;

  /** Places of a row of the window times channels. */
  private int across;

  /** How many of these, and of rows of the window, a block covers. */
  private int blockAcross;

  private int blockRows;

  /** For each filter its weights in the order of the blocks, each filled up with zeros. */
  private float[] factors = new float[0];

  private int length;
  private int outputRows;
  private int panelRows;

  /** What one thread works on. */
  private static final class Memory {
    private float[][] lines = new float[0][];
    private float[][] packed = new float[0][];
    private float[][] sums = new float[0][];

    /** Pieces of rows that lie one behind the other in the lines and in the panel. */
    private int[] pieceLine = new int[0];

    private int[] pieceRow = new int[0];
    private int[] pieceRows = new int[0];
    private int pieces;

    /** Where in the input each line starts; -1 outside. */
    private int[] lineStart = new int[0];

    private int count;
  }

  PositionPanels(Workers workers) {
    this.workers = workers;
    this.memory = new Memory[workers.threads()];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = new Memory();
    }
  }

  /** Whether this is faster than products with so many columns as filters. */
  static boolean pays(Window w, int channels, int filters) {
    int out = w.horizontal().out();
    if (out > WIDTHS[0] || w.trivial()) {
      return false;
    }
    int patch = w.places() * channels;
    double passes = (patch + 3) / 4;
    double here = passes * filters * PASS + patch * 0.4 + filters * 0.5;
    double product = passes * PanelLoops.nanos(filters) + patch * 0.15 + 20;
    return here < product;
  }

  /** Computes the outputs of one group of channels, which start at these columns. */
  void forward(
      Window w,
      int groupChannels,
      int channel,
      int groupFilters,
      int filter,
      Matrix newX,
      Matrix weights,
      Matrix newBias,
      double beta,
      Matrix newY) {
    vertical = w.vertical();
    horizontal = w.horizontal();
    x = newX;
    y = newY;
    bias = newBias;
    adds = beta != 0;
    channels = groupChannels;
    filters = groupFilters;
    firstChannel = channel;
    firstFilter = filter;
    across = horizontal.kernel() * channels;
    blockAcross = Math.min(across, INNER);
    blockRows = Math.max(1, Math.min(vertical.kernel(), INNER / blockAcross));
    arrange(weights);
    outputRows = y.rows() / horizontal.out();
    int wanted = workers.threads() == 1 ? 1 : 2 * workers.threads();
    for (int i = 0; i < WIDTHS.length; i++) {
      panelRows = Math.max(1, WIDTHS[i] / horizontal.out());
      if ((outputRows + panelRows - 1) / panelRows >= wanted) {
        break;
      }
    }
    boolean worth = passes() * (double) y.rows() * filters * PASS > 25_000;
    int items = (outputRows + panelRows - 1) / panelRows;
    workers.run(items, worth ? 2 : Integer.MAX_VALUE, panel);
  }

  private int passes() {
    return length / 4;
  }

  /** Puts the weights into the order of the blocks. */
  private void arrange(Matrix weights) {
    length = 0;
    for (int q = 0; q < across; q += blockAcross) {
      int count = Math.min(blockAcross, across - q);
      for (int ky = 0; ky < vertical.kernel(); ky += blockRows) {
        length += rounded(count * Math.min(blockRows, vertical.kernel() - ky));
      }
    }
    if (factors.length < filters * length) {
      factors = new float[filters * length];
    }
    float[] from = FloatArray.of(weights);
    int to = 0;
    for (int q0 = 0; q0 < across; q0 += blockAcross) {
      int q1 = Math.min(across, q0 + blockAcross);
      for (int ky0 = 0; ky0 < vertical.kernel(); ky0 += blockRows) {
        int ky1 = Math.min(vertical.kernel(), ky0 + blockRows);
        int end = to + rounded((q1 - q0) * (ky1 - ky0));
        for (int ky = ky0; ky < ky1; ky++) {
          for (int q = q0; q < q1; q++, to++) {
            int at = weights.offset() + (ky * across + q) * weights.stride() + firstFilter;
            for (int f = 0; f < filters; f++) {
              factors[f * length + to] = from[at + f];
            }
          }
        }
        for (; to < end; to++) {
          for (int f = 0; f < filters; f++) {
            factors[f * length + to] = 0;
          }
        }
      }
    }
  }

  /** The narrowest loop that covers so many columns. */
  private static int covering(int columns) {
    int w = 0;
    while (PanelLoops.WIDTHS[w] < columns) {
      w++;
    }
    return PanelLoops.WIDTHS[w];
  }

  private static int rounded(int count) {
    return (count + 3) / 4 * 4;
  }

  /** Computes some rows of the output. */
  private void panel(int item, int worker) {
    Memory s = memory[worker];
    int first = item * panelRows;
    int last = Math.min(outputRows, first + panelRows);
    int columns = (last - first) * horizontal.out();
    int width = covering(columns);
    place(s, first, last);
    reserve(s);
    begin(s, first * horizontal.out(), columns, width);
    int factor = 0;
    for (int q0 = 0; q0 < across; q0 += blockAcross) {
      int q1 = Math.min(across, q0 + blockAcross);
      gather(s, q0, q1);
      for (int ky0 = 0; ky0 < vertical.kernel(); ky0 += blockRows) {
        int ky1 = Math.min(vertical.kernel(), ky0 + blockRows);
        int rows = pack(s, q1 - q0, ky0, ky1, columns, width);
        for (int p = 0; p < rows; p += STRIP) {
          int groups = Math.min(STRIP, rows - p) / 4;
          for (int f = 0; f < filters; f++) {
            PanelLoops.add(width, s.sums[f], s.packed, p, factors, f * length + factor + p, groups);
          }
        }
        factor += rows;
      }
    }
    finish(s, first * horizontal.out(), columns);
  }

  /** Finds the rows of the input that the panel sees, and its pieces. */
  private void place(Memory s, int first, int last) {
    int reach = (vertical.kernel() - 1) * vertical.dilation() + 1;
    int most = (last - first) * Math.max(reach, vertical.stride()) + reach;
    if (s.lineStart.length < most) {
      s.lineStart = new int[most];
    }
    if (s.pieceLine.length < last - first) {
      s.pieceLine = new int[last - first];
      s.pieceRow = new int[last - first];
      s.pieceRows = new int[last - first];
    }
    s.count = 0;
    s.pieces = 0;
    for (int row = first; row < last; ) {
      int example = row / vertical.out();
      int oy = row % vertical.out();
      int rows = Math.min(vertical.out() - oy, last - row);
      int top = vertical.at(oy, 0);
      int bottom = vertical.at(oy + rows - 1, vertical.kernel() - 1);
      int line = s.count;
      for (int iy = top; iy <= bottom; iy++) {
        boolean inside = iy >= 0 && iy < vertical.in();
        s.lineStart[s.count++] = inside ? start(example, iy) : -1;
      }
      int length = vertical.stride() == 1 ? rows : 1;
      for (int r = 0; r < rows; r += length) {
        s.pieceLine[s.pieces] = line + r * vertical.stride();
        s.pieceRow[s.pieces] = row + r - first;
        s.pieceRows[s.pieces++] = length;
      }
      row += rows;
    }
  }

  private int start(int example, int iy) {
    int position = (example * vertical.in() + iy) * horizontal.in();
    return x.offset() + position * x.stride() + firstChannel;
  }

  private void reserve(Memory s) {
    if (s.packed.length == 0) {
      s.packed = PanelLoops.allocate(INNER + STRIP);
    }
    if (s.sums.length < filters) {
      s.sums = PanelLoops.allocate(filters);
    }
    int size = s.count * horizontal.out();
    if (s.lines.length < blockAcross || s.lines[0].length < size) {
      int longest = s.lines.length == 0 ? size : Math.max(size, s.lines[0].length);
      s.lines = new float[Math.max(blockAcross, s.lines.length)][longest];
    }
  }

  /** For each place of a row and channel from q0 to q1 what it sees in the rows of the input. */
  private void gather(Memory s, int q0, int q1) {
    int out = horizontal.out();
    for (int q = q0; q < q1; ) {
      int kx = q / channels;
      int c = q % channels;
      int count = Math.min(channels - c, q1 - q);
      int left = 0;
      while (left < out && horizontal.at(left, kx) < 0) {
        left++;
      }
      int right = out;
      while (right > left && horizontal.at(right - 1, kx) >= horizontal.in()) {
        right--;
      }
      for (int l = 0, to = 0; l < s.count; l++, to += out) {
        int from = s.lineStart[l];
        int begin = from < 0 ? out : left;
        int end = from < 0 ? out : right;
        if (begin > 0 || end < out) {
          for (int i = 0; i < count; i++) {
            Arrays.fill(s.lines[q - q0 + i], to, to + begin, 0f);
            Arrays.fill(s.lines[q - q0 + i], to + end, to + out, 0f);
          }
        }
        if (begin < end) {
          int at = from + horizontal.at(begin, kx) * x.stride() + c;
          columns(s.lines, q - q0, count, at, to + begin, end - begin);
        }
      }
      q += count;
    }
  }

  /** Channels of neighboring positions to a line for each channel. */
  private void columns(float[][] lines, int line, int count, int from, int to, int positions) {
    float[] values = FloatArray.of(x);
    int step = horizontal.stride() * x.stride();
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      eight(values, from + i, step, lines, line + i, to, positions);
    }
    for (; i < count; i++) {
      if (step == 1) {
        Scratch.copy(values, from + i, lines[line + i], to, positions);
        continue;
      }
      float[] row = lines[line + i];
      for (int j = 0, at = from + i; j < positions; j++, at += step) {
        row[to + j] = values[at];
      }
    }
  }

  private static void eight(
      float[] values, int from, int step, float[][] lines, int line, int to, int positions) {
    float[] d0 = lines[line];
    float[] d1 = lines[line + 1];
    float[] d2 = lines[line + 2];
    float[] d3 = lines[line + 3];
    float[] d4 = lines[line + 4];
    float[] d5 = lines[line + 5];
    float[] d6 = lines[line + 6];
    float[] d7 = lines[line + 7];
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

  /** What each place and channel of a block sees at the positions of the panel. */
  private int pack(Memory s, int count, int ky0, int ky1, int columns, int width) {
    int out = horizontal.out();
    int row = 0;
    for (int ky = ky0; ky < ky1; ky++) {
      int down = ky * vertical.dilation();
      for (int q = 0; q < count; q++, row++) {
        float[] to = s.packed[row];
        float[] line = s.lines[q];
        for (int p = 0; p < s.pieces; p++) {
          int from = (s.pieceLine[p] + down) * out;
          Scratch.copy(line, from, to, s.pieceRow[p] * out, s.pieceRows[p] * out);
        }
        Arrays.fill(to, columns, width, 0f);
      }
    }
    int rows = rounded(row);
    for (; row < rows; row++) {
      Arrays.fill(s.packed[row], 0, width, 0f);
    }
    return rows;
  }

  /** What the sums start from. */
  private void begin(Memory s, int position, int columns, int width) {
    float[] out = FloatArray.of(y);
    int step = y.stride();
    for (int f = 0; f < filters; f++) {
      float[] sums = s.sums[f];
      int column = firstFilter + f;
      if (adds) {
        int at = y.offset() + position * step + column;
        for (int j = 0; j < columns; j++, at += step) {
          sums[j] = out[at];
        }
        Arrays.fill(sums, columns, width, 0f);
      } else {
        float start = bias == null ? 0 : FloatArray.of(bias)[bias.offset() + column];
        Arrays.fill(sums, 0, width, start);
      }
    }
  }

  private void finish(Memory s, int position, int columns) {
    float[] out = FloatArray.of(y);
    int step = y.stride();
    int start = y.offset() + position * step + firstFilter;
    int f = 0;
    for (; f + 8 <= filters; f += 8) {
      storeEight(s.sums, f, columns, out, start + f, step);
    }
    for (; f < filters; f++) {
      float[] sums = s.sums[f];
      for (int j = 0, at = start + f; j < columns; j++, at += step) {
        out[at] = sums[j];
      }
    }
  }

  private static void storeEight(
      float[][] sums, int f, int columns, float[] out, int start, int step) {
    float[] s0 = sums[f];
    float[] s1 = sums[f + 1];
    float[] s2 = sums[f + 2];
    float[] s3 = sums[f + 3];
    float[] s4 = sums[f + 4];
    float[] s5 = sums[f + 5];
    float[] s6 = sums[f + 6];
    float[] s7 = sums[f + 7];
    for (int j = 0, at = start; j < columns; j++, at += step) {
      out[at] = s0[j];
      out[at + 1] = s1[j];
      out[at + 2] = s2[j];
      out[at + 3] = s3[j];
      out[at + 4] = s4[j];
      out[at + 5] = s5[j];
      out[at + 6] = s6[j];
      out[at + 7] = s7[j];
    }
  }
}
