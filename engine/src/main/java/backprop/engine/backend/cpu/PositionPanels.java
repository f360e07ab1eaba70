// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import java.util.Arrays;

/**
 * Convolution in plain Java where filters are few. The loops of {@link AlignedLoops} reach their
 * rate along hundreds of columns, so that the columns are not the filters but up to 512 positions
 * of the output:
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
  private static final int STRIP = PanelWeights.STRIP;

  /** Nanoseconds of a multiplication and addition in the widest loop, four of them a pass. */
  private static final double PASS = 0.146;

  private final Workers workers;
  private final Memory[] memory;
  private final PanelTuning tuning = new PanelTuning();
  private final PanelWeights weights = new PanelWeights();
  private final Workers.Task panel = this::panel;

  /** The sums of all threads, and the packed rows of all but the first. */
  private final float[][][] tuned;

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

    /** Where in their rows the columns of the panel start. */
    private int first;
  }

  PositionPanels(Workers workers) {
    this.workers = workers;
    this.memory = new Memory[workers.threads()];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = new Memory();
    }
    this.tuned = new float[2 * memory.length - 1][0][];
  }

  /**
   * Whether this is faster than products with so many columns as filters.
   *
   * @param slow whether these are slow if narrow
   */
  static boolean pays(Window w, int channels, int filters, boolean slow) {
    int out = w.horizontal().out();
    if (out > WIDTHS[0] || w.trivial()) {
      return false;
    }
    int patch = w.places() * channels;
    double passes = (patch + 3) / 4;
    double here = passes * filters * PASS + patch * 0.4 + filters * 0.5;
    double product = passes * PanelWidths.nanos(filters) + patch * 0.15 + 20;
    return here < (slow ? product : Patches.nanosToMultiply(w, channels, filters));
  }

  /** Computes the outputs of one group of channels, which start at these columns. */
  void forward(
      Window w,
      int groupChannels,
      int channel,
      int groupFilters,
      int filter,
      Matrix newX,
      Matrix newWeights,
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
    weights.of(newWeights, filter, filters, across, blockAcross, vertical.kernel(), blockRows);
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
    tune(items);
    workers.run(items, worth ? 2 : Integer.MAX_VALUE, panel);
  }

  private int passes() {
    return (across * vertical.kernel() + 3) / 4;
  }

  /** Memory for all threads, and where its rows start. */
  private void tune(int items) {
    boolean fresh = false;
    for (Memory s : memory) {
      if (s.packed.length == 0) {
        s.packed = AlignedLoops.allocate(INNER + STRIP);
        fresh = true;
      }
      if (s.sums.length < rounded(filters)) {
        s.sums = AlignedLoops.allocate(rounded(filters));
        fresh = true;
      }
    }
    if (fresh) {
      for (int t = 0; t < memory.length; t++) {
        tuned[t] = memory[t].sums;
        if (t > 0) {
          tuned[memory.length + t - 1] = memory[t].packed;
        }
      }
    }
    int width = covering(Math.min(outputRows, panelRows) * horizontal.out());
    tuning.before(width, (double) items * passes() * filters, memory[0].packed, tuned);
  }

  /** The narrowest loop that covers so many columns: 32, 64 ... 512. */
  private static int covering(int columns) {
    int width = WIDTHS[0];
    while (width > 32 && width / 2 >= columns) {
      width /= 2;
    }
    return width;
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
    s.first = tuning.start(width) + 1;
    begin(s, first * horizontal.out(), columns, width);
    int strip = 0;
    for (int q0 = 0; q0 < across; q0 += blockAcross) {
      int q1 = Math.min(across, q0 + blockAcross);
      gather(s, q0, q1);
      for (int ky0 = 0; ky0 < vertical.kernel(); ky0 += blockRows) {
        int ky1 = Math.min(vertical.kernel(), ky0 + blockRows);
        int rows = pack(s, q1 - q0, ky0, ky1, columns, width);
        for (int p = 0; p < rows; p += STRIP, strip++) {
          multiply(s, width, p, Math.min(STRIP, rows - p) / 4, strip);
        }
      }
    }
    finish(s, first * horizontal.out(), columns);
  }

  /** Adds a strip of packed rows, in groups of four, to the sums of all filters. */
  private void multiply(Memory s, int width, int row, int groups, int strip) {
    int start = s.first - 1;
    TallForm form = tuning.form(width);
    for (int f = 0; f < filters; f += 4) {
      float[] factor = weights.of(strip, f / 4);
      if (form != TallForm.NONE && f + 4 <= filters) {
        form.add(width, start, s.sums, f, s.packed, row, factor, 4 * groups);
        continue;
      }
      for (int i = f; i < Math.min(f + 4, filters); i++) {
        int from = PanelWeights.FOUR + (i - f) * STRIP;
        AlignedLoops.add(width, start, s.sums[i], s.packed, row, factor, from, groups);
      }
    }
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
    int size = s.count * horizontal.out();
    if (s.lines.length < blockAcross || s.lines[0].length < size) {
      int longest = s.lines.length == 0 ? size : Math.max(size, s.lines[0].length);
      s.lines = new float[Math.max(blockAcross, s.lines.length)][longest];
    }
  }

  /** For each place of a row and channel from q0 to q1 what it sees in the rows of the input. */
  private void gather(Memory s, int q0, int q1) {
    int out = horizontal.out();
    float[] values = FloatArray.of(x);
    int step = horizontal.stride() * x.stride();
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
          Interleaved.apart(values, at, step, s.lines, q - q0, count, to + begin, end - begin);
        }
      }
      q += count;
    }
  }

  /** What each place and channel of a block sees at the positions of the panel. */
  private int pack(Memory s, int count, int ky0, int ky1, int columns, int width) {
    int out = horizontal.out();
    int first = s.first;
    int row = 0;
    for (int ky = ky0; ky < ky1; ky++) {
      int down = ky * vertical.dilation();
      for (int q = 0; q < count; q++, row++) {
        float[] to = s.packed[row];
        float[] line = s.lines[q];
        for (int p = 0; p < s.pieces; p++) {
          int from = (s.pieceLine[p] + down) * out;
          Scratch.copy(line, from, to, first + s.pieceRow[p] * out, s.pieceRows[p] * out);
        }
        Arrays.fill(to, first + columns, first + width, 0f);
      }
    }
    int rows = rounded(row);
    for (; row < rows; row++) {
      Arrays.fill(s.packed[row], first, first + width, 0f);
    }
    return rows;
  }

  /** What the sums start from. */
  private void begin(Memory s, int position, int columns, int width) {
    float[] out = FloatArray.of(y);
    int step = y.stride();
    int first = s.first;
    for (int f = 0; f < filters; f++) {
      float[] sums = s.sums[f];
      // The number in front is computed for nothing, but not endlessly.
      sums[first - 1] = 0;
      int column = firstFilter + f;
      if (adds) {
        int at = y.offset() + position * step + column;
        for (int j = 0; j < columns; j++, at += step) {
          sums[first + j] = out[at];
        }
        Arrays.fill(sums, first + columns, first + width, 0f);
      } else {
        float start = bias == null ? 0 : FloatArray.of(bias)[bias.offset() + column];
        Arrays.fill(sums, first, first + width, start);
      }
    }
  }

  private void finish(Memory s, int position, int columns) {
    int start = y.offset() + position * y.stride() + firstFilter;
    Interleaved.together(s.sums, filters, s.first, columns, FloatArray.of(y), start, y.stride());
  }
}
