// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import java.util.Arrays;

/**
 * Gradients of the weights of a convolution in plain Java where a patch and the filters are few: as
 * a product of patches and gradients their columns would be few, and the loops of {@link
 * AlignedLoops} slow. What one number of the input contributes is wide instead: it is seen at every
 * place of a row of the window, so that its factors are a run of the output's gradients, and those
 * of some rows of the output are put side by side:
 *
 * <pre>
 *   for every band of rows of the output:
 *     packed: for each column ix of the input, the gradients at ix - kernel + 1 ... ix
 *             of each row of the band
 *     sums(row of the input that the band sees, channel) += x(row, ix, channel) * packed(ix),
 *             four columns a pass
 *   dw(ky, kx, channel, filter) = sum over the band's rows oy of sums(row of oy and ky, channel)
 *             at oy, kx, filter
 * </pre>
 *
 * The rows of the output are divided into parts in a way that depends on the sizes alone, and the
 * parts are added in their order.
 */
final class FilterGradients {
  private static final int PARTS = 8;

  /** Most columns of the input packed at a time. */
  private static final int STRIP = 16;

  /** Rows of sums that stay in the cache. */
  private static final int MOST_ROWS = 64;

  /** Nanoseconds of work that are worth waking another thread for. */
  private static final double WORTH_THREADS = 25_000;

  private final Workers workers;
  private final PanelTuning tuning = new PanelTuning();
  private final Workers.Task part = this::part;

  /** The packed rows and the sums of each thread, and all of them but the first packed. */
  private final float[][][] packed;

  private final float[][][] sums;
  private final float[][][] others;
  private final float[][] factors;
  private float[] partial = new float[0];

  // The call at hand.
  private Axis vertical;
  private Axis horizontal;
  private Matrix x;
  private Matrix dy;
  private int channels;
  private int filters;
  private int rowsOut;
  private int columnsOut;

  /** Rows of the output in a band, of the input that it sees, and bands of an example. */
  private int band;

  private int seen;
  private int bands;

  /** Numbers of a packed row: those of a row of the output, of all, and how wide the loops are. */
  private int run;

  private int columns;
  private int width;
  private int start;
  private TallForm form;
  private int parts;
  private int items;

  FilterGradients(Workers workers) {
    this.workers = workers;
    int threads = workers.threads();
    packed = new float[threads][][];
    sums = new float[threads][0][];
    others = new float[2 * threads - 1][][];
    factors = new float[threads][TallLoops.ROWS * STRIP];
  }

  /**
   * Whether this is for such a convolution, and faster than products.
   *
   * @param slow whether these are slow if narrow
   */
  boolean pays(Window w, int groups, Matrix newX, Matrix newDy, boolean slow) {
    Axis h = w.horizontal();
    boolean runs = h.stride() == 1 && h.dilation() == 1 && newDy.stride() == newDy.columns();
    if (groups > 1 || !runs || w.trivial() || newDy.rows() == 0) {
      return false;
    }
    int patch = w.places() * newX.columns();
    int f = newDy.columns();
    double product = f * PanelWidths.nanos(patch) / 4 + w.vertical().kernel() * 5 + 0.2 * patch + f;
    double other = slow ? product : Patches.nanosToMultiply(w, newX.columns(), f);
    return nanos(w, bandOf(w, newX.columns(), f), newX.columns(), f) < other;
  }

  private static int bandOf(Window w, int channels, int filters) {
    int best = 1;
    for (int b = 2; b <= w.vertical().out(); b++) {
      if (nanos(w, b, channels, filters) < nanos(w, best, channels, filters)) {
        best = b;
      }
    }
    return best;
  }

  /** Nanoseconds for each position of the output. */
  private static double nanos(Window w, int band, int channels, int filters) {
    int columns = band * w.horizontal().kernel() * filters;
    int rows = seen(w.vertical(), band) * channels;
    if (columns > 512 || rows > MOST_ROWS) {
      return Double.POSITIVE_INFINITY;
    }
    int in = w.horizontal().in();
    double pass = PanelWidths.nanos(columns) + 4;
    double each = (in + 3) / 4 * rows * pass + in * (10 + band * 8 + columns * 0.04);
    int bands = (w.vertical().out() + band - 1) / band;
    return each * bands / w.out();
  }

  private static int seen(Axis v, int band) {
    return (band - 1) * v.stride() + (v.kernel() - 1) * v.dilation() + 1;
  }

  /** Computes {@code dw = beta * dw +} the gradient. */
  void run(Window w, Matrix newX, Matrix newDy, double beta, Matrix dw) {
    vertical = w.vertical();
    horizontal = w.horizontal();
    x = newX;
    dy = newDy;
    channels = x.columns();
    filters = dy.columns();
    rowsOut = vertical.out();
    columnsOut = horizontal.out();
    band = bandOf(w, channels, filters);
    seen = seen(vertical, band);
    bands = (vertical.out() + band - 1) / band;
    run = horizontal.kernel() * filters;
    columns = band * run;
    width = PanelWidths.width(columns);
    items = dy.rows() / w.out() * bands;
    parts = Math.min(PARTS, items);
    int numbers = w.places() * channels * filters;
    if (partial.length < parts * numbers) {
      partial = new float[parts * numbers];
    }
    reserve();
    double passes = (double) items * ((horizontal.in() + 3) / 4) * seen * channels;
    tuning.before(width, passes, packed[0], others);
    start = tuning.start(width);
    form = tuning.form(width);
    double nanos = passes * PanelWidths.nanos(columns);
    workers.run(parts, nanos > WORTH_THREADS ? 2 : Integer.MAX_VALUE, part);
    add(numbers, beta, dw);
  }

  private void reserve() {
    int rows = Math.max(TallLoops.ROWS, seen * channels);
    if (sums[0].length >= rows) {
      return;
    }
    for (int t = 0; t < packed.length; t++) {
      packed[t] = AlignedLoops.allocate(STRIP);
      sums[t] = AlignedLoops.allocate(rows);
      others[t] = sums[t];
      if (t > 0) {
        others[packed.length + t - 1] = packed[t];
      }
    }
  }

  /** The gradient of some bands. */
  private void part(int item, int worker) {
    float[][] to = sums[worker];
    for (int r = 0; r < seen * channels; r++) {
      Arrays.fill(to[r], 0f);
    }
    int end = (int) ((long) items * (item + 1) / parts);
    for (int i = (int) ((long) items * item / parts); i < end; i++) {
      int example = i / bands;
      int oy = i % bands * band;
      for (int ix = 0; ix < horizontal.in(); ix += STRIP) {
        int count = Math.min(STRIP, horizontal.in() - ix);
        pack(example, oy, ix, count, packed[worker]);
        multiply(example, oy, ix, count, worker);
      }
    }
    store(to, item * vertical.kernel() * horizontal.kernel() * channels * filters);
  }

  /** What the output's gradients are at the places of the windows that see these columns. */
  private void pack(int example, int oy0, int ix0, int count, float[][] rows) {
    float[] from = FloatArray.of(dy);
    int length = run;
    int lastFirst = (columnsOut - horizontal.kernel()) * filters;
    for (int b = 0, at = start + 1; b < band; b++, at += length) {
      int oy = oy0 + b;
      int row = dy.offset() + (example * rowsOut + oy) * columnsOut * filters;
      int first = (ix0 + horizontal.before() - horizontal.kernel() + 1) * filters;
      for (int i = 0; i < count; i++, first += filters) {
        if (oy >= rowsOut) {
          Arrays.fill(rows[i], at, at + length, 0f);
        } else if (first >= 0 && first <= lastFirst) {
          System.arraycopy(from, row + first, rows[i], at, length);
        } else {
          packEdge(from, row, first, rows[i], at);
        }
      }
    }
    int padded = (count + 3) / 4 * 4;
    for (int i = 0; i < padded; i++) {
      int end = i < count ? columns : 0;
      if (end < width) {
        Arrays.fill(rows[i], start + 1 + end, start + 1 + width, 0f);
      }
    }
  }

  /** A run of which a part lies outside the row. */
  private void packEdge(float[] from, int row, int first, float[] to, int at) {
    int skip = Math.min(run, Math.max(0, -first));
    int end = Math.max(skip, Math.min(run, columnsOut * filters - first));
    Arrays.fill(to, at, at + skip, 0f);
    if (skip < end) {
      System.arraycopy(from, row + first + skip, to, at + skip, end - skip);
    }
    Arrays.fill(to, at + end, at + run, 0f);
  }

  /** Adds what the numbers of these columns contribute to the sums of their rows. */
  private void multiply(int example, int oy0, int ix, int count, int worker) {
    int top = vertical.at(oy0, 0);
    int first = Math.max(0, -top);
    int end = Math.min(seen, vertical.in() - top) * channels;
    int groups = (count + 3) / 4;
    float[] factor = factors[worker];
    float[][] to = sums[worker];
    int r = first * channels;
    if (form != TallForm.NONE) {
      for (; r + TallLoops.ROWS <= end; r += TallLoops.ROWS) {
        for (int i = 0; i < TallLoops.ROWS; i++) {
          load(example, top, r + i, ix, count, factor, i, TallLoops.ROWS);
        }
        form.add(width, start, to, r, packed[worker], 0, factor, count);
      }
    }
    for (; r < end; r++) {
      load(example, top, r, ix, count, factor, 0, 1);
      AlignedLoops.add(width, start, to[r], packed[worker], 0, factor, 0, groups);
    }
  }

  /**
   * The numbers of a channel at positions of the input that follow each other; zeros up to the next
   * multiple of four.
   */
  private void load(
      int example, int top, int row, int ix, int count, float[] factor, int to, int apart) {
    float[] from = FloatArray.of(x);
    int iy = top + row / channels;
    int position = (example * vertical.in() + iy) * horizontal.in() + ix;
    int step = x.stride();
    int source = x.offset() + position * step + row % channels;
    int at = to;
    for (int i = 0; i < count; i++, at += apart, source += step) {
      factor[at] = from[source];
    }
    for (int i = count; i < (count + 3) / 4 * 4; i++, at += apart) {
      factor[at] = 0;
    }
  }

  /** The gradient of a part from its sums. */
  private void store(float[][] from, int to) {
    int at = to;
    for (int ky = 0; ky < vertical.kernel(); ky++) {
      for (int kx = 0; kx < horizontal.kernel(); kx++) {
        int place = start + 1 + (horizontal.kernel() - 1 - kx) * filters;
        for (int c = 0; c < channels; c++, at += filters) {
          Arrays.fill(partial, at, at + filters, 0f);
          for (int b = 0; b < band; b++) {
            int row = b * vertical.stride() + ky * vertical.dilation();
            float[] line = from[row * channels + c];
            int source = place + b * run;
            for (int f = 0; f < filters; f++) {
              partial[at + f] += line[source + f];
            }
          }
        }
      }
    }
  }

  private void add(int numbers, double beta, Matrix dw) {
    float[] to = FloatArray.of(dw);
    for (int i = 0; i < numbers; i++) {
      int at = dw.offset() + i / filters * dw.stride() + i % filters;
      float sum = beta == 0 ? 0 : to[at];
      for (int p = 0; p < parts; p++) {
        sum += partial[p * numbers + i];
      }
      to[at] = sum;
    }
  }
}
