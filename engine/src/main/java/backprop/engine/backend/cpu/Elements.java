// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Angles;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.UpdateRule;
import java.util.Arrays;

/**
 * Kernels whose output element depends on the elements at the same place alone. Where all matrices
 * are contiguous and start at the same index, the loops run on their arrays; otherwise on blocks.
 */
final class Elements {
  /** Elements of one item of work. */
  private static final int GRAIN = 16 * Scratch.BLOCK;

  /** Items worth more than waking a thread: a hundred thousand elements, about ten microseconds. */
  private static final int WORTH_THREADS = 6;

  private interface Loop {
    /**
     * Computes {@code y[i] = f(a[i], b[i], c[i])} for {@code from <= i < to}.
     *
     * @param index the element's number in its matrix, counted row by row, at {@code from}
     */
    void run(float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s);
  }

  private final Workers workers;
  private final Scratch[] scratch;
  private final Workers.Task part = this::part;
  private final Workers.Task updatePart = this::updatePart;
  private final Workers.Task gatherPart = this::gatherPart;

  // One object for each kernel, made once: calls allocate nothing.
  private final Loop mapLoop = this::mapLoop;
  private final Loop gradientLoop = this::gradientLoop;
  private final Loop gradientAddLoop = this::gradientAddLoop;
  private final Loop copyLoop = Elements::copyLoop;
  private final Loop scaleLoop = this::scaleLoop;
  private final Loop scaleAddLoop = this::scaleAddLoop;
  private final Loop addLoop = Elements::addLoop;
  private final Loop multiplyLoop = Elements::multiplyLoop;
  private final Loop multiplyAddLoop = Elements::multiplyAddLoop;
  private final Loop dropoutLoop = this::dropoutLoop;
  private final Loop slopeLoop = this::slopeLoop;
  private final Loop gaussianLoop = this::gaussianLoop;

  // The call at hand.
  private Loop loop;
  private Matrix a;
  private Matrix b;
  private Matrix c;
  private Matrix y;
  private boolean readsOutput;
  private boolean direct;
  private Elementwise function;
  private float alpha;
  private float span;
  private float beta;
  private int keyLow;
  private int keyHigh;
  private int threshold;
  private final float[] factors = new float[2]; // of an element that is dropped, and of one kept
  private double mean;
  private double deviation;
  private UpdateRule rule;
  private double[] constants;
  private int from;
  private int to;
  private float[] weights;
  private float[] gradients;
  private float[][] slots;
  private int[] indices;
  private int itemRows;
  private final float[][][] slotArrays = new float[8][][];

  Elements(Workers workers, Scratch[] scratch) {
    this.workers = workers;
    this.scratch = scratch;
  }

  private void run(Loop how, Matrix a, Matrix b, Matrix c, Matrix y, boolean readsOutput) {
    this.loop = how;
    this.a = a;
    this.b = b;
    this.c = c;
    this.y = y;
    this.readsOutput = readsOutput;
    this.direct = y.contiguous() && lines(a, y) && lines(b, y) && lines(c, y);
    workers.run((y.size() + GRAIN - 1) / GRAIN, WORTH_THREADS, part);
  }

  private static boolean lines(Matrix m, Matrix y) {
    return m == null || m.contiguous() && m.offset() == y.offset();
  }

  private void part(int item, int worker) {
    Scratch s = scratch[worker];
    int begin = item * GRAIN;
    int end = Math.min(y.size(), begin + GRAIN);
    if (direct) {
      int o = y.offset();
      loop.run(array(a), array(b), array(c), FloatArray.of(y), o + begin, o + end, begin, s);
      return;
    }
    for (int i = begin; i < end; i += Scratch.BLOCK) {
      int stop = Math.min(end, i + Scratch.BLOCK);
      if (a != null) {
        Scratch.loadRange(a, i, stop, s.a);
      }
      if (b != null) {
        Scratch.loadRange(b, i, stop, s.b);
      }
      if (c != null) {
        Scratch.loadRange(c, i, stop, s.c);
      }
      if (readsOutput) {
        Scratch.loadRange(y, i, stop, s.d);
      }
      loop.run(s.a, s.b, s.c, s.d, 0, stop - i, i, s);
      Scratch.storeRange(s.d, y, i, stop);
    }
  }

  private static float[] array(Matrix m) {
    return m == null ? null : FloatArray.of(m);
  }

  void map(Elementwise f, Matrix x, Matrix y) {
    function = f;
    run(mapLoop, x, null, null, y, false);
  }

  private void mapLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    function.forward(a, y, from, to);
  }

  void mapGradient(Elementwise f, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx) {
    function = f;
    run(beta == 0 ? gradientLoop : gradientAddLoop, x, y, dy, dx, beta != 0);
  }

  private void gradientLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    function.backward(a, b, c, y, from, to);
  }

  /** The function overwrites, so its result goes to a block, and from there to the output. */
  private void gradientAddLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    for (int i = from; i < to; i += Scratch.BLOCK) {
      int n = Math.min(Scratch.BLOCK, to - i);
      if (a != s.a) {
        System.arraycopy(a, i, s.a, 0, n);
        System.arraycopy(b, i, s.b, 0, n);
        System.arraycopy(c, i, s.c, 0, n);
      }
      System.arraycopy(y, i, s.d, 0, n);
      function.backward(s.a, s.b, s.c, s.e, 0, n);
      addLoop(s.d, s.e, null, s.d, 0, n, index, s);
      System.arraycopy(s.d, 0, y, i, n);
    }
  }

  void fill(double value, Matrix y) {
    float[] values = FloatArray.of(y);
    int at = y.offset();
    if (y.contiguous()) {
      Arrays.fill(values, at, at + y.size(), (float) value);
      return;
    }
    for (int r = 0; r < y.rows(); r++, at += y.stride()) {
      Arrays.fill(values, at, at + y.columns(), (float) value);
    }
  }

  void copy(Matrix x, Matrix y) {
    run(copyLoop, x, null, null, y, false);
  }

  private static void copyLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    System.arraycopy(a, from, y, from, to - from);
  }

  void axpby(double alpha, Matrix x, double beta, Matrix y) {
    this.alpha = (float) alpha;
    this.beta = (float) beta;
    run(beta == 0 ? scaleLoop : scaleAddLoop, x, null, null, y, beta != 0);
  }

  private void scaleLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    float factor = alpha;
    for (int i = from; i < to; i++) {
      y[i] = factor * a[i];
    }
  }

  private void scaleAddLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    float factor = alpha;
    float keep = beta;
    for (int i = from; i < to; i++) {
      y[i] = factor * a[i] + keep * y[i];
    }
  }

  void add(Matrix a, Matrix b, Matrix y) {
    run(addLoop, a, b, null, y, false);
  }

  private static void addLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] + b[i];
    }
  }

  void multiply(Matrix a, Matrix b, double beta, Matrix y) {
    run(beta == 0 ? multiplyLoop : multiplyAddLoop, a, b, null, y, beta != 0);
  }

  private static void multiplyLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    for (int i = from; i < to; i++) {
      y[i] = a[i] * b[i];
    }
  }

  private static void multiplyAddLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    for (int i = from; i < to; i++) {
      y[i] += a[i] * b[i];
    }
  }

  void dropout(Matrix x, double rate, long key, double beta, Matrix y) {
    alpha = (float) (1 / (1 - rate));
    keyLow = (int) key;
    keyHigh = (int) (key >>> 32);
    threshold = Masks.threshold(rate);
    factors[1] = alpha;
    this.beta = (float) beta;
    run(dropoutLoop, x, null, null, y, beta != 0);
  }

  private void dropoutLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    float[] factors = this.factors;
    int[] kept = s.bits;
    for (int begin = from; begin < to; begin += Scratch.BLOCK) {
      int count = Math.min(Scratch.BLOCK, to - begin);
      Masks.keep(keyLow, keyHigh, threshold, index + begin - from, count, kept);
      if (beta != 0) {
        for (int i = 0; i < count; i++) {
          y[begin + i] += factors[kept[i]] * a[begin + i];
        }
      } else {
        for (int i = 0; i < count; i++) {
          y[begin + i] = factors[kept[i]] * a[begin + i];
        }
      }
    }
  }

  void randomSlope(
      Matrix x, Matrix v, double lower, double upper, long key, double beta, Matrix y) {
    alpha = (float) lower;
    span = (float) ((upper - lower) * 0x1.0p-32);
    keyLow = (int) key;
    keyHigh = (int) (key >>> 32);
    this.beta = (float) beta;
    run(slopeLoop, x, v, null, y, beta != 0);
  }

  private void slopeLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    // A signed number plus 2^31 is the unsigned one with its top bit flipped.
    float middle = alpha + span * 0x1.0p31f;
    boolean adds = beta != 0;
    for (int i = from; i < to; i++) {
      int bits = RandomStream.bits(keyLow, keyHigh, index + i - from) ^ Integer.MIN_VALUE;
      float slope = a[i] > 0 ? 1 : middle + span * bits;
      y[i] = adds ? y[i] + slope * b[i] : slope * b[i];
    }
  }

  void gaussian(double mean, double deviation, long key, Matrix y) {
    this.mean = mean;
    this.deviation = deviation;
    keyLow = (int) key;
    keyHigh = (int) (key >>> 32);
    run(gaussianLoop, null, null, null, y, false);
  }

  /** Two elements for each pair of random numbers; every piece of work starts at an even one. */
  private void gaussianLoop(
      float[] a, float[] b, float[] c, float[] y, int from, int to, int index, Scratch s) {
    for (int i = from; i < to; i += 2) {
      int element = index + i - from;
      double radius = deviation * RandomStream.radius(RandomStream.bits(keyLow, keyHigh, element));
      double angle = RandomStream.angle(RandomStream.bits(keyLow, keyHigh, element + 1));
      y[i] = (float) (mean + radius * Angles.cos(angle));
      if (i + 1 < to) {
        y[i + 1] = (float) (mean + radius * Angles.sin(angle));
      }
    }
  }

  void update(
      UpdateRule rule,
      double[] constants,
      int from,
      int count,
      Matrix weights,
      Matrix gradients,
      Matrix[] slots) {
    this.rule = rule;
    this.constants = constants;
    this.from = from;
    this.to = from + count;
    this.weights = FloatArray.of(weights);
    this.gradients = FloatArray.of(gradients);
    int n = slots.length;
    float[][] arrays = n < slotArrays.length ? slotArrays[n] : null;
    if (arrays == null) {
      arrays = new float[n][];
      if (n < slotArrays.length) {
        slotArrays[n] = arrays;
      }
    }
    for (int i = 0; i < n; i++) {
      arrays[i] = FloatArray.of(slots[i]);
    }
    this.slots = arrays;
    workers.run((count + GRAIN - 1) / GRAIN, WORTH_THREADS, updatePart);
  }

  private void updatePart(int item, int worker) {
    int begin = from + item * GRAIN;
    rule.update(weights, gradients, slots, constants, begin, Math.min(to, begin + GRAIN));
  }

  void gatherRows(Matrix table, int[] rows, int from, Matrix y) {
    this.a = table;
    this.y = y;
    this.indices = rows;
    this.from = from;
    itemRows = Math.max(1, GRAIN / Math.max(1, y.columns()));
    workers.run((y.rows() + itemRows - 1) / itemRows, WORTH_THREADS, gatherPart);
  }

  private void gatherPart(int item, int worker) {
    float[] source = FloatArray.of(a);
    float[] target = FloatArray.of(y);
    int end = Math.min(y.rows(), (item + 1) * itemRows);
    for (int r = item * itemRows; r < end; r++) {
      int at = a.offset() + indices[from + r] * a.stride();
      System.arraycopy(source, at, target, y.offset() + r * y.stride(), y.columns());
    }
  }
}
