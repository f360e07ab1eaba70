// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Axis;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import java.util.Arrays;

/**
 * Convolution as products of patches with the weights. What every window sees becomes a row of a
 * matrix of patches, some rows of the output at a time, so that the patches stay in the cache and
 * large images need no more memory than small ones:
 *
 * <pre>
 *   y = patches(x) * w       dw += patches(x)' * dy       patches = dy * w'; dx += where they were
 * </pre>
 *
 * A thread does a block of rows of the output from the patches to the end, with a product of its
 * own; only where the gradients of the weights are too large to be summed up in parts, or examples
 * are too few, all threads work on one product. Where patches or filters are few, and products slow
 * because of that or not worth their patches, the outputs are those of {@link PositionPanels} and
 * the gradients those of {@link FilterGradients}. Where a window is its position itself (1 x 1),
 * the input is the matrix of patches.
 */
final class Convolution {
  /** Numbers in the patches of a thread, unless one row of the output has more. */
  private static final int BLOCK = 1 << 16;

  /** The same for gradients of the input, which pack the weights for each block. */
  private static final int GRADIENT_BLOCK = 1 << 17;

  /** Numbers in the patches of all threads together. */
  private static final int SHARED_BLOCK = 1 << 18;

  /** Parts into which a gradient of the weights is divided, and numbers in all of them. */
  private static final int PARTS = 8;

  private static final int PARTIAL = 1 << 20;

  /** Examples that are enough for every thread to have some of its own. */
  private static final int MANY = 8;

  /** Numbers to move, or to multiply and add, that are worth waking another thread for. */
  private static final int WORTH_THREADS = 60_000;

  private static final double WORTH_PRODUCTS = 500_000;

  private final Workers workers;
  private final Product shared;
  private final Product[] products;
  private final boolean slow;
  private final PositionPanels panels;
  private final FilterGradients gradients;
  private final Workers.Task forwardBlock = this::forwardBlock;
  private final Workers.Task weightPart = this::weightPart;
  private final Workers.Task inputBlock = this::inputBlock;
  private final Workers.Task gathering = this::gather;
  private final Workers.Task scattering = this::scatter;
  private final Patches patches = new Patches();
  private final Place[] a;
  private final Place[] b;
  private final Place[] c;
  private final Place[] row;

  /** A matrix of patches for each thread. */
  private final float[][] own;

  /** Rows of the image for each thread. */
  private final float[][] lines;

  private final float[][] pieces;
  private float[] together = new float[0];
  private float[] partial = new float[0];

  // The call at hand.
  private Axis vertical;
  private Axis horizontal;
  private boolean trivial;
  private Matrix image;
  private Matrix weights;
  private Matrix bias;
  private Matrix output;
  private double beta;
  private int filters;
  private int filter;
  private int rows;
  private int blockRows;
  private int parts;
  private int firstRow;
  private int lastRow;

  Convolution(Workers workers, Product gemm, Product.Maker maker) {
    this.workers = workers;
    this.shared = gemm;
    this.slow = gemm.slowIfNarrow();
    this.panels = new PositionPanels(workers);
    this.gradients = new FilterGradients(workers);
    int threads = workers.threads();
    products = new Product[threads];
    a = new Place[threads];
    b = new Place[threads];
    c = new Place[threads];
    row = new Place[threads];
    own = new float[threads][0];
    lines = new float[threads][0];
    pieces = new float[threads][0];
    Workers alone = new Workers(1);
    for (int t = 0; t < threads; t++) {
      products[t] = maker.with(alone);
      a[t] = new Place();
      b[t] = new Place();
      c[t] = new Place();
      row[t] = new Place();
    }
  }

  private void begin(Window w, int groups, Matrix newImage, Matrix newOutput) {
    vertical = w.vertical();
    horizontal = w.horizontal();
    trivial = w.trivial();
    image = newImage;
    output = newOutput;
    filters = newOutput.columns() / groups;
    rows = newOutput.rows() / horizontal.out();
    patches.of(w, groups, newImage);
  }

  private void group(int g) {
    patches.group(g);
    filter = g * filters;
  }

  private int rowsOf(int numbers) {
    long each = Math.max(1, (long) horizontal.out() * patches.length);
    return (int) Math.max(1, Math.min(Math.max(1, rows), numbers / each));
  }

  private int worth() {
    double products = (double) output.rows() * patches.length * filters;
    return products > WORTH_PRODUCTS ? 2 : Integer.MAX_VALUE;
  }

  private float[] ownPatches(int worker, int positions) {
    int size = Math.multiplyExact(positions, patches.length);
    if (own[worker].length < size) {
      own[worker] = new float[size];
    }
    return own[worker];
  }

  private float[] gatherOwn(int from, int to, int worker) {
    int out = horizontal.out();
    float[] seen = ownPatches(worker, (to - from) * out);
    for (int r = from; r < to; r++) {
      patches.gather(r, seen, (r - from) * out * patches.length);
    }
    return seen;
  }

  // ---- outputs

  void forward(
      Window w, int groups, Matrix x, Matrix newWeights, Matrix newBias, double newBeta, Matrix y) {
    begin(w, groups, x, y);
    weights = newWeights;
    bias = newBias;
    beta = newBeta;
    int channels = x.columns() / groups;
    boolean few = PositionPanels.pays(w, channels, filters, slow);
    for (int g = 0; g < groups; g++) {
      group(g);
      if (few) {
        panels.forward(
            w, channels, g * channels, filters, filter, x, newWeights, newBias, newBeta, y);
      } else if (trivial) {
        Place start = newBias == null ? null : row[0].of(newBias, 0, filter);
        shared.sizes(y.rows(), filters, channels);
        Place in = a[0].of(x, 0, patches.channel());
        Place out = c[0].of(y, 0, filter);
        shared.run(false, false, 1, in, b[0].of(newWeights, 0, filter), newBeta, start, out);
      } else {
        blockRows = rowsOf(BLOCK);
        workers.run((rows + blockRows - 1) / blockRows, worth(), forwardBlock);
      }
    }
  }

  private void forwardBlock(int item, int worker) {
    int from = item * blockRows;
    int to = Math.min(rows, from + blockRows);
    int first = from * horizontal.out();
    int count = (to - from) * horizontal.out();
    Place seen = a[worker].of(gatherOwn(from, to, worker), 0, patches.length);
    Place start = bias == null ? null : row[worker].of(bias, 0, filter);
    Place by = b[worker].of(weights, 0, filter);
    products[worker].sizes(count, filters, patches.length);
    products[worker].run(
        false, false, 1, seen, by, beta, start, c[worker].of(output, first, filter));
  }

  // ---- gradients of the weights

  void weightGradient(Window w, int groups, Matrix x, Matrix dy, double newBeta, Matrix dw) {
    if (gradients.pays(w, groups, x, dy, slow)) {
      gradients.run(w, x, dy, newBeta, dw);
      return;
    }
    begin(w, groups, x, dy);
    weights = dw;
    beta = newBeta;
    long numbers = (long) patches.length * filters;
    blockRows = rowsOf(BLOCK);
    int blocks = (rows + blockRows - 1) / blockRows;
    parts = trivial ? 1 : (int) Math.min(Math.min(PARTS, blocks), PARTIAL / numbers);
    if (beta == 0 && rows == 0) {
      clear(dw);
    }
    for (int g = 0; g < groups; g++) {
      group(g);
      if (parts > 1) {
        if (partial.length < parts * numbers) {
          partial = new float[(int) (parts * numbers)];
        }
        workers.run(parts, worth(), weightPart);
        addParts();
      } else {
        weightsTogether();
      }
    }
  }

  /**
   * The gradient of a fixed part of the rows of the output, filter by filter: patches are longer
   * than filters are many.
   */
  private void weightPart(int part, int worker) {
    int out = horizontal.out();
    int begin = (int) ((long) rows * part / parts);
    int end = (int) ((long) rows * (part + 1) / parts);
    Place to = c[worker].of(partial, part * patches.length * filters, patches.length);
    for (int from = begin; from < end; from += blockRows) {
      int last = Math.min(end, from + blockRows);
      Place seen = a[worker].of(gatherOwn(from, last, worker), 0, patches.length);
      Place by = b[worker].of(output, from * out, filter);
      products[worker].sizes(filters, patches.length, (last - from) * out);
      products[worker].run(true, false, 1, by, seen, from == begin ? 0 : 1, null, to);
    }
  }

  private void addParts() {
    float[] to = FloatArray.of(weights);
    for (int r = 0; r < patches.length; r++) {
      int at = weights.offset() + r * weights.stride() + filter;
      for (int f = 0; f < filters; f++) {
        int from = f * patches.length + r;
        float sum = beta == 0 ? 0 : to[at + f];
        for (int p = 0; p < parts; p++, from += patches.length * filters) {
          sum += partial[from];
        }
        to[at + f] = sum;
      }
    }
  }

  /** All threads on one product after the other. */
  private void weightsTogether() {
    for (firstRow = 0; firstRow < rows; firstRow = lastRow) {
      lastRow = trivial ? rows : Math.min(rows, firstRow + rowsOf(SHARED_BLOCK));
      int from = firstRow * horizontal.out();
      int count = (lastRow - firstRow) * horizontal.out();
      Place seen = a[0];
      if (trivial) {
        seen.of(image, from, patches.channel());
      } else {
        reserveTogether(count);
        run(lastRow - firstRow, count * patches.length, gathering);
        seen.of(together, 0, patches.length);
      }
      double old = firstRow == 0 ? beta : 1;
      shared.sizes(patches.length, filters, count);
      Place by = b[0].of(output, from, filter);
      shared.run(true, false, 1, seen, by, old, null, c[0].of(weights, 0, filter));
    }
  }

  private void reserveTogether(int positions) {
    int size = Math.multiplyExact(positions, patches.length);
    if (together.length < size) {
      together = new float[size];
    }
  }

  private void run(int items, int numbers, Workers.Task task) {
    workers.run(items, numbers > WORTH_THREADS ? 2 : Integer.MAX_VALUE, task);
  }

  private void gather(int item, int worker) {
    patches.gather(firstRow + item, together, item * horizontal.out() * patches.length);
  }

  // ---- gradients of the input

  void inputGradient(
      Window w, int groups, Matrix dy, Matrix newWeights, double newBeta, Matrix dx) {
    begin(w, groups, dx, dy);
    weights = newWeights;
    if (newBeta == 0 && !trivial) {
      clear(dx);
    }
    int examples = dy.rows() / w.out();
    for (int t = 0; t < lines.length && lines[t].length < patches.line(); t++) {
      lines[t] = new float[patches.line()];
      pieces[t] = new float[patches.line()];
    }
    for (int g = 0; g < groups; g++) {
      group(g);
      if (trivial) {
        shared.sizes(dy.rows(), patches.length, filters);
        Place from = a[0].of(dy, 0, filter);
        Place to = c[0].of(dx, 0, patches.channel());
        shared.run(false, true, 1, from, b[0].of(newWeights, 0, filter), newBeta, null, to);
      } else if (examples >= MANY) {
        int each = Math.max(1, rowsOf(GRADIENT_BLOCK) / vertical.out());
        blockRows = Math.min(each, examples / MANY) * vertical.out();
        workers.run((rows + blockRows - 1) / blockRows, worth(), inputBlock);
      } else {
        inputTogether();
      }
    }
  }

  /** Whole examples: patches that overlap belong to one thread. */
  private void inputBlock(int item, int worker) {
    int end = Math.min(rows, (item + 1) * blockRows);
    int most = rowsOf(GRADIENT_BLOCK);
    for (int from = item * blockRows; from < end; from += most) {
      int last = Math.min(end, from + most);
      float[] to = ownPatches(worker, (last - from) * horizontal.out());
      productToPatches(worker, products[worker], from, last, to);
      int lastExample = (last - 1) / vertical.out();
      for (int example = from / vertical.out(); example <= lastExample; example++) {
        for (int iy = 0; iy < vertical.in(); iy++) {
          patches.scatter(example, iy, from, last, to, lines[worker], pieces[worker]);
        }
      }
    }
  }

  private void productToPatches(int worker, Product product, int from, int last, float[] to) {
    int out = horizontal.out();
    Place of = a[worker].of(output, from * out, filter);
    Place by = b[worker].of(weights, 0, filter);
    product.sizes((last - from) * out, patches.length, filters);
    product.run(false, true, 1, of, by, 0, null, c[worker].of(to, 0, patches.length));
  }

  /** All threads on the patches of some rows, then all on the rows of the image below them. */
  private void inputTogether() {
    for (firstRow = 0; firstRow < rows; firstRow = lastRow) {
      lastRow = Math.min(rows, firstRow + rowsOf(SHARED_BLOCK));
      int count = (lastRow - firstRow) * horizontal.out();
      reserveTogether(count);
      productToPatches(0, shared, firstRow, lastRow, together);
      int first = firstRow / vertical.out();
      int last = (lastRow - 1) / vertical.out();
      run((last - first + 1) * vertical.in(), count * patches.length, scattering);
    }
  }

  private void scatter(int item, int worker) {
    int example = firstRow / vertical.out() + item / vertical.in();
    int iy = item % vertical.in();
    patches.scatter(example, iy, firstRow, lastRow, together, lines[worker], pieces[worker]);
  }

  private static void clear(Matrix m) {
    float[] to = FloatArray.of(m);
    for (int r = 0, at = m.offset(); r < m.rows(); r++, at += m.stride()) {
      Arrays.fill(to, at, at + m.columns(), 0f);
    }
  }
}
