// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.GroupedKernels;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.LinearAlgebraKernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.openblas.OpenBlas;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The parts of the contract that are about products, with every product by the library, also those
 * that it is not worth calling for; and what the contract does not say.
 */
final class NativeProductsTest implements LinearAlgebraKernels, GroupedKernels {
  private Kernels reference;
  private List<Kernels> tested;

  private static Kernels open(int threads) {
    return new JavaKernels(
        "blas", threads, workers -> new BlasProduct(workers, new OpenBlas(), BlasCost.ALWAYS));
  }

  @BeforeEach
  void openAll() {
    reference = new ReferenceBackend().open(1);
    tested = List.of(open(1), open(2), open(3));
  }

  @AfterEach
  void closeAll() {
    tested.forEach(Kernels::close);
    reference.close();
  }

  @Override
  public Kernels reference() {
    return reference;
  }

  @Override
  public List<Kernels> tested() {
    return tested;
  }

  /** Sizes of more than one panel each in rows, in columns and in the inner index. */
  @ParameterizedTest
  @CsvSource({"2100,11,40", "9,2100,30", "5,300,7100", "1030,2050,17", "1100,2060,2090"})
  void panelsMakeOneProduct(int m, int n, int k) {
    Matrix[][] all = new Matrix[tested.size()][];
    for (int t = 0; t < all.length; t++) {
      all[t] = product(tested.get(t), m, n, k);
    }
    double[] c = all[0][2].buffer().toArray();
    for (Matrix[] other : all) {
      assertTrue(Arrays.equals(c, other[2].buffer().toArray()), "the bits depend on the threads");
    }
    double[] a = all[0][0].buffer().toArray();
    double[] b = all[0][1].buffer().toArray();
    for (int at = 0; at < 500; at++) {
      int i = (int) (at * 7919L % m);
      int j = (int) (at * 104729L % n);
      double sum = 0.75; // beta times what c was
      double size = 1;
      for (int p = 0; p < k; p++) {
        sum += a[p * m + i] * b[j * k + p];
        size += Math.abs(a[p * m + i] * b[j * k + p]);
      }
      assertEquals(sum, c[i * n + j], 1e-6 * size, "element " + i + ", " + j);
    }
  }

  /** Both transposed, and added to half of 1.5. */
  private static Matrix[] product(Kernels kernels, int m, int n, int k) {
    Matrix a = Matrix.of(kernels.allocate(k * m), k, m);
    Matrix b = Matrix.of(kernels.allocate(n * k), n, k);
    Matrix c = Matrix.of(kernels.allocate(m * n), m, n);
    kernels.gaussian(0, 1, 5, a);
    kernels.gaussian(0, 1, 6, b);
    kernels.fill(1.5, c);
    kernels.gemm(true, true, 1, a, b, 0.5, c);
    return new Matrix[] {a, b, c};
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void productsAllocateNothing(int threads) {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Kernels k = new BlasBackend().open(threads)) {
      Matrix x = Matrix.of(k.allocate(160 * 300), 160, 300);
      Matrix w = Matrix.of(k.allocate(300 * 700), 300, 700);
      Matrix y = Matrix.of(k.allocate(160 * 700), 160, 700);
      Matrix bias = Matrix.of(k.allocate(700), 1, 700);
      Runnable step =
          () -> {
            k.affine(x, w, bias, y);
            k.gemm(true, false, 1, x, y, 0, w);
            k.gemm(false, true, 1, y, w, 1, x);
          };
      for (int i = 0; i < 30; i++) {
        step.run();
      }
      long self = Thread.currentThread().getId();
      bean.getThreadAllocatedBytes(self);
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 8; round++) {
        long before = bean.getThreadAllocatedBytes(self);
        for (int i = 0; i < 20; i++) {
          step.run();
        }
        least = Math.min(least, bean.getThreadAllocatedBytes(self) - before);
      }
      // Asking for the bytes allocates nothing itself, but for a boxed number on some Java.
      assertTrue(least < 100, least + " bytes in 20 steps");
    }
  }

  /** Every element of c is in exactly one block, whatever the sizes. */
  @Test
  void blocksCoverTheProduct() {
    BlasGrid grid = new BlasGrid();
    RandomStream random = new RandomStream(3);
    for (int round = 0; round < 300; round++) {
      int m = 1 + (int) (random.nextDouble() * (round % 3 == 0 ? 40 : 600));
      int n = 1 + (int) (random.nextDouble() * (round % 2 == 0 ? 30 : 900));
      int k = 1 + (int) (random.nextDouble() * 3000);
      grid.split(m, n, k);
      int[] covered = new int[m * n];
      for (int block = 0; block < grid.blocks(); block++) {
        int i = grid.row(block);
        int j = grid.column(block);
        for (int r = i; r < i + grid.rowsAt(i); r++) {
          for (int c = j; c < j + grid.columnsAt(j); c++) {
            covered[r * n + c]++;
          }
        }
      }
      String size = m + " x " + n + " x " + k;
      assertTrue(Arrays.stream(covered).allMatch(times -> times == 1), size);
      if ((double) m * n * k >= 25e6 && Math.max(m, n) >= 128) {
        assertTrue(grid.blocks() >= 4, size + " has work for few threads: " + grid.blocks());
      }
    }
  }

  @Test
  void tinyAndOneRowProductsStayInJava() {
    assertFalse(BlasCost.MEASURED.worth(32, 2, 16));
    assertFalse(BlasCost.MEASURED.worth(1, 1024, 1024));
    assertTrue(BlasCost.MEASURED.worth(32, 16, 16));
    assertTrue(BlasCost.MEASURED.worth(128, 256, 784));
  }
}
