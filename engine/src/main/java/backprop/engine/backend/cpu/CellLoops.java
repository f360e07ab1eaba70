// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.Recurrence;
import java.util.Arrays;

/**
 * What the recurrent cells share. The examples are divided into chunks, and a thread takes a chunk
 * through all steps: examples do not see each other, so that threads never wait for each other
 * within a sequence, and a chunk's state stays in the cache.
 *
 * <p>The numbers of a chunk are worked on in blocks, one for each group of columns: element j of
 * the chunk's row r is at {@code r * units + j}. Loops over them run over whole tiles of a fixed
 * length, which is what the JVM's compiler vectorizes whatever it has seen before; what lies behind
 * a chunk's last element is never stored.
 */
abstract class CellLoops {
  /** The most examples of a chunk. */
  static final int MOST_ROWS = 32;

  private static final int TILE = 256;

  /** Nanoseconds of work that are worth waking another thread for. */
  private static final double WORTH_THREADS = 25_000;

  final StepProduct product;
  private final Workers workers;
  private final float[][][] memory;
  private final boolean[][] paddings;
  private final Workers.Task forward = this::forwardItem;
  private final Workers.Task backward = this::backwardItem;

  // The call at hand.
  Recurrence how;
  int units;
  int time;
  private int examples;
  private int chunk;
  private int keyLow;
  private int keyHigh;
  private int threshold;
  private float keptFactor;
  private Matrix mask;

  CellLoops(Workers workers, StepProduct product) {
    this.workers = workers;
    this.product = product;
    this.memory = new float[workers.threads()][0][];
    this.paddings = new boolean[workers.threads()][MOST_ROWS];
  }

  /** Takes a chunk through all steps. */
  abstract void forward(int first, int rows, int worker);

  /** Takes the gradients of a chunk back through all steps. */
  abstract void backward(int first, int rows, int worker);

  /** Packs the recurrent weights and runs all chunks. */
  void run(Recurrence r, long key, Matrix recurrent, Matrix stepMask, int rows, boolean back) {
    how = r;
    time = r.time();
    units = recurrent.rows();
    examples = rows / time;
    mask = stepMask;
    keyLow = (int) key;
    keyHigh = (int) (key >>> 32);
    threshold =
        (int) (long) Math.min(0xFFFFFFFFL, Math.ceil(r.dropout() * 0x1.0p32)) ^ Integer.MIN_VALUE;
    keptFactor = (float) (1 / (1 - r.dropout()));
    if (examples == 0 || units == 0) {
      return;
    }
    product.pack(recurrent, back, rows);
    int parts = 2 * workers.threads();
    chunk = Math.max(4, Math.min(MOST_ROWS, (examples + parts - 1) / parts));
    boolean worth = product.nanos(examples) * time > WORTH_THREADS;
    int chunks = (examples + chunk - 1) / chunk;
    workers.run(chunks, worth ? 2 : Integer.MAX_VALUE, back ? backward : forward);
  }

  private void forwardItem(int item, int worker) {
    forward(item * chunk, Math.min(chunk, examples - item * chunk), worker);
  }

  private void backwardItem(int item, int worker) {
    backward(item * chunk, Math.min(chunk, examples - item * chunk), worker);
  }

  /** So many blocks of a worker, each with room for a chunk. */
  float[][] blocks(int worker, int count) {
    float[][] blocks = memory[worker];
    int length = (chunk * units + TILE - 1) / TILE * TILE;
    if (blocks.length < count || blocks[0].length < length) {
      blocks = new float[count][];
      for (int i = 0; i < count; i++) {
        // This length puts all of them at the same place modulo 64 bytes.
        blocks[i] = new float[length + 12];
      }
      memory[worker] = blocks;
    }
    return blocks;
  }

  /** Index of an example's step of processing in the array of a matrix. */
  final int at(Matrix m, int example, int s) {
    return m.offset() + (example * time + how.step(s)) * m.stride();
  }

  /** Fills blocks with a chunk's step, one block for each group of columns. */
  final void load(Matrix m, int first, int rows, int s, float[][] to) {
    float[] values = FloatArray.of(m);
    int at = at(m, first, s);
    for (int r = 0; r < rows; r++, at += time * m.stride()) {
      for (int g = 0; g < to.length; g++) {
        Scratch.copy(values, at + g * units, to[g], r * units, units);
      }
    }
  }

  /** One block. */
  final void load(Matrix m, int first, int rows, int s, float[] to) {
    load(m, 0, first, rows, s, to);
  }

  /** The block of one group of columns. */
  final void load(Matrix m, int group, int first, int rows, int s, float[] to) {
    float[] values = FloatArray.of(m);
    int at = at(m, first, s) + group * units;
    for (int r = 0; r < rows; r++, at += time * m.stride()) {
      Scratch.copy(values, at, to, r * units, units);
    }
  }

  /** Writes blocks to a chunk's step. */
  final void store(float[][] from, Matrix m, int first, int rows, int s) {
    float[] values = FloatArray.of(m);
    int at = at(m, first, s);
    for (int r = 0; r < rows; r++, at += time * m.stride()) {
      for (int g = 0; g < from.length; g++) {
        Scratch.copy(from[g], r * units, values, at + g * units, units);
      }
    }
  }

  /** Writes one block. */
  final void store(float[] from, Matrix m, int first, int rows, int s) {
    store(from, m, 0, first, rows, s);
  }

  /** Writes the block of one group of columns. */
  final void store(float[] from, Matrix m, int group, int first, int rows, int s) {
    float[] values = FloatArray.of(m);
    int at = at(m, first, s) + group * units;
    for (int r = 0; r < rows; r++, at += time * m.stride()) {
      Scratch.copy(from, r * units, values, at, units);
    }
  }

  /** Which rows of a chunk's step are padding; null where none is. */
  final boolean[] padding(int first, int rows, int s, int worker) {
    if (mask == null) {
      return null;
    }
    boolean[] padding = paddings[worker];
    boolean any = false;
    float[] values = FloatArray.of(mask);
    for (int r = 0; r < rows; r++) {
      padding[r] = values[at(mask, first + r, s)] == 0;
      any |= padding[r];
    }
    return any ? padding : null;
  }

  /** Copies the rows that are padding. */
  final void keep(boolean[] padding, int rows, float[] from, float[] to) {
    for (int r = 0; r < rows && padding != null; r++) {
      if (padding[r]) {
        Scratch.copy(from, r * units, to, r * units, units);
      }
    }
  }

  /** Sets the rows that are padding to zero. */
  final void clear(boolean[] padding, int rows, float[] to) {
    for (int r = 0; r < rows && padding != null; r++) {
      if (padding[r]) {
        Arrays.fill(to, r * units, (r + 1) * units, 0f);
      }
    }
  }

  /** Recurrent dropout; y may be x. Without dropout a copy. */
  final void hide(float[] x, int first, int n, float[] y) {
    if (how.dropout() == 0) {
      if (x != y) {
        System.arraycopy(x, 0, y, 0, n);
      }
      return;
    }
    int index = first * units;
    for (int i = 0; i < n; i++) {
      int bits = RandomStream.bits(keyLow, keyHigh, index + i) ^ Integer.MIN_VALUE;
      y[i] = bits >= threshold ? keptFactor * x[i] : 0;
    }
  }

  static void multiply(float[] a, float[] b, float[] y, int n) {
    for (int from = 0; from < n; from += TILE) {
      for (int i = from; i < from + TILE; i++) {
        y[i] = a[i] * b[i];
      }
    }
  }

  static void multiplyAdd(float[] a, float[] b, float[] y, int n) {
    for (int from = 0; from < n; from += TILE) {
      for (int i = from; i < from + TILE; i++) {
        y[i] += a[i] * b[i];
      }
    }
  }

  static void add(float[] x, float[] y, int n) {
    for (int from = 0; from < n; from += TILE) {
      for (int i = from; i < from + TILE; i++) {
        y[i] += x[i];
      }
    }
  }

  /** {@code y = (1 - z) * n + z * y}. */
  static void blend(float[] z, float[] fresh, float[] y, int n) {
    for (int from = 0; from < n; from += TILE) {
      for (int i = from; i < from + TILE; i++) {
        y[i] = fresh[i] + z[i] * (y[i] - fresh[i]);
      }
    }
  }

  /** {@code y = d * (1 - z)}. */
  static void multiplyByRest(float[] d, float[] z, float[] y, int n) {
    for (int from = 0; from < n; from += TILE) {
      for (int i = from; i < from + TILE; i++) {
        y[i] = d[i] - d[i] * z[i];
      }
    }
  }

  /** {@code y = d * (a - b)}. */
  static void multiplyByDifference(float[] d, float[] a, float[] b, float[] y, int n) {
    for (int from = 0; from < n; from += TILE) {
      for (int i = from; i < from + TILE; i++) {
        y[i] = d[i] * (a[i] - b[i]);
      }
    }
  }
}
