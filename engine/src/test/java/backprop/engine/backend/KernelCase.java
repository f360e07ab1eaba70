// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One kernel call on matrices of given sizes, run on the reference and on the kernels under test in
 * several memory layouts: at the start of buffers of their own, as slices at an offset, and as
 * column slices of wider matrices. What lies around the outputs must stay as it was.
 */
public final class KernelCase {
  /** The call. */
  public interface Call {
    /** Runs it on the matrices in the order in which they were declared. */
    void run(Kernels k, Matrix[] m);
  }

  private static final float AROUND = 77f;

  private final String name;
  private final double tolerance;
  private final List<float[]> contents = new ArrayList<>();
  private final List<int[]> sizes = new ArrayList<>();
  private final List<Boolean> output = new ArrayList<>();
  private final RandomStream random = new RandomStream(RandomStream.key(20, 26));

  private KernelCase(String name, double tolerance) {
    this.name = name;
    this.tolerance = tolerance;
  }

  /**
   * A case whose results may differ from the reference by {@code tolerance * max(1, |x|)}.
   *
   * @param tolerance relative to 1 or to the result, whichever is larger
   */
  public static KernelCase of(String name, double tolerance) {
    return new KernelCase(name, tolerance);
  }

  private KernelCase declare(int rows, int columns, float[] content, boolean isOutput) {
    sizes.add(new int[] {rows, columns});
    contents.add(content);
    output.add(isOutput);
    return this;
  }

  private float[] random(int count, double low, double high) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return x;
  }

  /** Adds an input of numbers between -2 and 2. */
  public KernelCase in(int rows, int columns) {
    return declare(rows, columns, random(rows * columns, -2, 2), false);
  }

  /** Adds an input of numbers between low and high. */
  public KernelCase in(int rows, int columns, double low, double high) {
    return declare(rows, columns, random(rows * columns, low, high), false);
  }

  /** Adds an input of whole numbers from 0 to below bound. */
  public KernelCase indices(int rows, int bound) {
    return wholes(rows, 1, bound);
  }

  /** Adds an input of whole numbers from 0 to below bound. */
  public KernelCase wholes(int rows, int columns, int bound) {
    float[] x = new float[rows * columns];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(bound);
    }
    return declare(rows, columns, x, false);
  }

  /** Adds an output whose old content is NaN. */
  public KernelCase out(int rows, int columns) {
    float[] x = new float[rows * columns];
    Arrays.fill(x, Float.NaN);
    return declare(rows, columns, x, true);
  }

  /** Adds an output that has an old content. */
  public KernelCase update(int rows, int columns) {
    return declare(rows, columns, random(rows * columns, -2, 2), true);
  }

  /** Adds an output: with old content if beta is not 0, otherwise of NaN. */
  public KernelCase out(int rows, int columns, double beta) {
    return beta == 0 ? out(rows, columns) : update(rows, columns);
  }

  /** The matrices of one run. */
  private final class Memory {
    final Matrix[] matrices = new Matrix[sizes.size()];
    final Kernels kernels;

    Memory(Kernels k, int variant) {
      kernels = k;
      for (int i = 0; i < matrices.length; i++) {
        int rows = sizes.get(i)[0];
        int columns = sizes.get(i)[1];
        int layout = variant == 0 ? 0 : (variant + i) % 3;
        int offset = layout == 0 ? 0 : 3 + 2 * i;
        int stride = layout == 2 ? columns + 3 + i : columns;
        Buffer buffer = k.allocate(offset + rows * stride + 6);
        float[] around = new float[buffer.size()];
        Arrays.fill(around, AROUND);
        for (int r = 0; r < rows; r++) {
          System.arraycopy(contents.get(i), r * columns, around, offset + r * stride, columns);
        }
        buffer.write(0, around, 0, around.length);
        matrices[i] = new Matrix(buffer, offset, rows, columns, stride);
      }
    }

    /** Everything in all buffers. */
    double[][] run(Call call) {
      call.run(kernels, matrices);
      double[][] all = new double[matrices.length][];
      for (int i = 0; i < all.length; i++) {
        all[i] = matrices[i].buffer().toArray();
      }
      return all;
    }
  }

  /**
   * Compares.
   *
   * @param tested kernels of one backend with different numbers of threads
   * @param layouts how many layouts are tried, counted from the one that mixes most; 4 are all
   */
  public void check(Kernels reference, List<Kernels> tested, int layouts, Call call) {
    for (int variant = 4 - layouts; variant < 4; variant++) {
      double[][] want = new Memory(reference, variant).run(call);
      double[][] first = null;
      for (Kernels k : tested) {
        double[][] got = new Memory(k, variant).run(call);
        String where = this + ", layout " + variant + ", " + k.threads() + " threads";
        compare(where, want, got);
        first = first == null ? got : first;
        for (int i = 0; i < got.length; i++) {
          assertTrue(Arrays.equals(first[i], got[i]), "bits depend on the threads: " + where);
        }
      }
    }
  }

  private void compare(String where, double[][] want, double[][] got) {
    for (int i = 0; i < want.length; i++) {
      for (int j = 0; j < want[i].length; j++) {
        double w = want[i][j];
        double g = got[i][j];
        boolean exact = !output.get(i) || w == AROUND || Double.isNaN(w) || Double.isInfinite(w);
        double allowed = exact ? 0 : tolerance * Math.max(1, Math.abs(w));
        if (Double.compare(w, g) != 0 && !(Math.abs(w - g) <= allowed)) {
          fail(where + ", matrix " + i + ", element " + j + ": " + g + " instead of " + w);
        }
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder s = new StringBuilder(name);
    for (int[] size : sizes) {
      s.append(' ').append(size[0]).append('x').append(size[1]);
    }
    return s.toString();
  }
}
