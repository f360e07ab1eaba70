// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Precision;
import backprop.engine.backend.RandomStream;
import java.util.Locale;

/**
 * Products on tensor cores: factors are rounded when they are brought into local memory, products
 * of two factors are exact, sums are floats. An element differs from the exact one by at most
 *
 * <pre>
 *   |alpha| * (2 u + u^2 + inner * 2^-22) * (sum over p of |a_ip| * |b_pj|)
 * </pre>
 *
 * with u = {@link Precision#roundoff}: 2^-11 for tf32, 2^-8 for bf16. The last term allows for sums
 * that are cut off rather than rounded, as tensor cores do.
 */
final class TensorProducts {
  private static final int ITEMS = 128;
  private static final int TILE = 64;

  /** Sizes of the products that are checked: no multiples of anything. */
  private static final int ROWS = 75;

  private static final int COLUMNS = 70;
  private static final int INNER = 45;

  private final Launcher launcher;
  private final Precision precision;
  private final String options;
  private final Call[] calls = new Call[4];

  /**
   * Compiles nothing yet.
   *
   * @param emulated with ordinary arithmetic in place of the instruction, for tests on any device
   */
  TensorProducts(Launcher launcher, Precision precision, boolean emulated) {
    this(
        launcher,
        precision,
        "-DTENSOR"
            + (precision == Precision.BF16 ? " -DBF16" : "")
            + (emulated ? " -DEMULATED" : ""));
  }

  /** Compiled as the options say, for tests of what the check finds. */
  TensorProducts(Launcher launcher, Precision precision, String options) {
    this.launcher = launcher;
    this.precision = precision;
    this.options = options;
  }

  /** Puts a product into the queue. */
  void run(Product p) {
    int which = (p.transposeA ? 1 : 0) + (p.transposeB ? 2 : 0);
    if (calls[which] == null) {
      String transposed = " -DTA=" + (which & 1) + " -DTB=" + (which >> 1);
      calls[which] =
          launcher.compiled(
              "gemm.cl", Sources.read("gemm.cl"), options + transposed, "gemm_tensor");
    }
    int down = (p.m + TILE - 1) / TILE;
    int across = (p.n + TILE - 1) / TILE;
    for (int first = 0; first < p.blocks; first += Gemm.MOST_BLOCKS) {
      int count = Math.min(p.blocks - first, Gemm.MOST_BLOCKS);
      p.arguments(calls[which], down, first, p.b);
      calls[which].run(2, (long) down * across * ITEMS, count, ITEMS, 1);
    }
  }

  /**
   * Compares products of random matrices, transposed in all ways, with those of floats.
   *
   * @return null where all are within the bound, else what is wrong
   */
  String check(Gemm floats) {
    try {
      for (int which = 0; which < 4; which++) {
        String wrong = check(floats, (which & 1) != 0, which >> 1 != 0);
        if (wrong != null) {
          return wrong;
        }
      }
      return null;
    } catch (BackendFailedException e) {
      return "fail here: " + e.getMessage();
    }
  }

  private String check(Gemm floats, boolean ta, boolean tb) {
    float[] a = random(ROWS * INNER, 1);
    float[] b = random(INNER * COLUMNS, 2);
    DeviceBuffer left = buffer(a);
    DeviceBuffer right = buffer(b);
    DeviceBuffer want = buffer(new float[ROWS * COLUMNS]);
    DeviceBuffer got = buffer(new float[ROWS * COLUMNS]);
    try {
      Product p = new Product(floats).size(ta, tb, ROWS, COLUMNS, INNER);
      p.a(left, 0, ta ? ROWS : INNER).b(right, 0, tb ? INNER : COLUMNS);
      floats.run(p.c(want, 0, COLUMNS));
      run(p.c(got, 0, COLUMNS));
      float[] exact = new float[ROWS * COLUMNS];
      float[] rounded = new float[ROWS * COLUMNS];
      want.read(0, exact, 0, exact.length);
      got.read(0, rounded, 0, rounded.length);
      for (int i = 0; i < exact.length; i++) {
        double sizes = sizes(a, ta, b, tb, i / COLUMNS, i % COLUMNS);
        if (!(Math.abs(exact[i] - rounded[i]) <= bound(precision, INNER) * sizes)) {
          return String.format(
              Locale.ROOT,
              "come out wrong on this device: %g where floats give %g",
              rounded[i],
              exact[i]);
        }
      }
      return null;
    } finally {
      left.free();
      right.free();
      want.free();
      got.free();
    }
  }

  /** The largest error of an element, as a part of its sum of absolute products. */
  static double bound(Precision precision, int inner) {
    double u = precision.roundoff();
    return 2 * u + u * u + inner * 0x1p-22;
  }

  private static double sizes(float[] a, boolean ta, float[] b, boolean tb, int i, int j) {
    double sum = 0;
    for (int p = 0; p < INNER; p++) {
      float x = ta ? a[p * ROWS + i] : a[i * INNER + p];
      float y = tb ? b[j * INNER + p] : b[p * COLUMNS + j];
      sum += Math.abs((double) x * y);
    }
    return sum;
  }

  private static float[] random(int size, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private DeviceBuffer buffer(float[] numbers) {
    DeviceBuffer b = new DeviceBuffer(launcher.device(), launcher.complaints(), numbers.length);
    b.write(0, numbers, 0, numbers.length);
    return b;
  }
}
