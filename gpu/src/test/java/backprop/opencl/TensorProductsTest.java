// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Precision;
import backprop.engine.backend.RandomStream;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Products with rounded factors: the kernel for tensor cores, with ordinary arithmetic in place of
 * the one instruction, on whatever device is here.
 */
@Tag("device")
final class TensorProductsTest {
  private static final int M = 67;
  private static final int N = 75;
  private static final int INNER = 45;
  private static final int BLOCKS = 2;

  @BeforeAll
  static void needsDevice() {
    Here.assumeDevice();
  }

  private static float[] random(Precision p, int size, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static Matrix matrix(Kernels k, float[] numbers, int rows) {
    Matrix m = Matrix.of(k.allocate(numbers.length), rows, numbers.length / rows);
    m.buffer().write(0, numbers, 0, numbers.length);
    return m;
  }

  /** Blocks of odd sizes, scaled, added to what is there, with biases; half of the transposes. */
  @ParameterizedTest
  @EnumSource(names = {"TF32", "BF16"})
  void factorsAreRoundedAndSumsAreFloats(Precision precision) {
    Launcher launcher = new Launcher(Devices.here().open(Devices.here().choose("")));
    TensorProducts tensors = new TensorProducts(launcher, precision, true);
    Kernels k = Here.kernels();
    float[] a = random(precision, BLOCKS * M * INNER, 1);
    float[] b = random(precision, BLOCKS * INNER * N, 2);
    float[] bias = random(precision, N, 3);
    float[] c = random(precision, BLOCKS * M * N, 4);
    for (int which : precision == Precision.TF32 ? new int[] {1, 2} : new int[] {0, 3}) {
      boolean ta = (which & 1) != 0;
      boolean tb = (which & 2) != 0;
      Matrix result = matrix(k, c, BLOCKS * M);
      Product p =
          new Product(null)
              .size(ta, tb, M, N, INNER)
              .scaled(0.5)
              .a(Call.of(matrix(k, a, BLOCKS)), 0, ta ? M : INNER)
              .b(Call.of(matrix(k, b, BLOCKS)), 0, tb ? INNER : N)
              .adding(2)
              .c(result)
              .bias(matrix(k, bias, 1))
              .blocks(BLOCKS, M * INNER, INNER * N, M * N);
      tensors.run(p);
      double[] got = result.toArray();
      for (int i = 0; i < got.length; i++) {
        int block = i / (M * N);
        int row = i / N % M;
        int column = i % N;
        double sum = 0;
        for (int q = 0; q < INNER; q++) {
          int atA = block * M * INNER + (ta ? q * M + row : row * INNER + q);
          int atB = block * INNER * N + (tb ? column * INNER + q : q * N + column);
          sum += (double) precision.round(a[atA]) * precision.round(b[atB]);
        }
        double want = 0.5 * sum + 2.0 * c[i] + bias[column];
        assertEquals(want, got[i], 2e-5, "element " + i + ", transposed " + ta + " " + tb);
      }
    }
    launcher.close();
  }

  /** The check that a device must pass before it computes so. */
  @Tag("slow")
  @ParameterizedTest
  @EnumSource(names = {"TF32", "BF16"})
  void theCheckIsPassedInAllTransposes(Precision precision) {
    Launcher launcher = new Launcher(Devices.here().open(Devices.here().choose("")));
    assertNull(new TensorProducts(launcher, precision, true).check(new Gemm(launcher)));
    launcher.close();
  }

  /** Where the instruction does not exist, floats are used and the device stays usable. */
  @Test
  void aDeviceThatFailsTheCheckComputesInFloats() throws Exception {
    Devices devices = new Devices(OpenClProbe.look());
    Device device = devices.open(devices.choose(""));
    Assumptions.assumeTrue(device.info().capability() == 0, "this device may pass the check");
    try (Kernels k = new OpenClKernels(device, 1, Precision.TF32)) {
      String said = "float products, because those of tf32 fail here: the OpenCL device";
      assertTrue(k.backend().contains(said), k.backend());
      assertTrue(Here.takeLog(k.backend()).contains("-DTENSOR"), "what the compiler said is kept");
      Matrix one = matrix(k, new float[] {1 + 0x1p-20f}, 1);
      Matrix product = matrix(k, new float[1], 1);
      k.gemm(false, false, 1, one, one, 0, product);
      assertEquals(1 + 0x1p-19, product.toArray()[0], 0x1p-22);
    }
    assertNull(device.refusal());
  }

  /** A wrong kernel: the factors have less precision than was asked for. */
  @Test
  void wrongProductsAreFoundAndNotUsed() {
    Precision precision = Precision.TF32;
    String options = "-DTENSOR -DBF16 -DEMULATED";
    Devices devices = new Devices(OpenClProbe.look());
    Launcher launcher = new Launcher(devices.open(devices.choose("")));
    Gemm gemm = new Gemm(launcher);
    String said = gemm.use(precision, new TensorProducts(launcher, precision, options));
    String begin = "float products, because those of " + precision.text();
    assertTrue(said.startsWith(begin + " come out wrong on this device: "), said);
    assertTrue(said.matches(".*: -?[0-9.e+-]+ where floats give -?[0-9.e+-]+"), said);
    Kernels k = Here.kernels();
    Matrix one = matrix(k, new float[] {1 + 0x1p-20f}, 1);
    Matrix product = matrix(k, new float[1], 1);
    gemm.product(false, false, 1, 1, 1).scaled(1).a(one).b(one).adding(0).c(product).run();
    assertEquals(1 + 0x1p-19, product.toArray()[0], 0x1p-22, "a product of floats");
    launcher.close();
  }

  @Test
  void aDeviceWithoutTensorCoresIsRefusedByName() {
    Backend here = new OpenClBackend();
    assertTrue(here.with(Precision.FLOAT).orElseThrow().unusable().isEmpty());
    DeviceInfo info = Devices.here().choose("");
    for (Precision p : List.of(Precision.TF32, Precision.BF16)) {
      String why = here.with(p).orElseThrow().unusable().orElse("");
      assertEquals(
          info.capability() < 80,
          why.contains("'" + info.name() + "' cannot be used: precision " + p.text() + " needs"),
          why);
    }
  }
}
