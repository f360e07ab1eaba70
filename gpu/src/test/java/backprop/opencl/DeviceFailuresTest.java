// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said and done when a device fails, and that nothing of its memory is left behind. */
@Tag("device")
final class DeviceFailuresTest {
  @BeforeAll
  static void needsDevice() {
    Here.assumeDevice();
  }

  private static DeviceInfo info() {
    return Devices.here().choose("");
  }

  /** A device that is lost after so many kernels. */
  private static final class Losing implements Commands {
    private final Commands real;
    private int left;

    Losing(Commands real, int left) {
      this.real = real;
      this.left = left;
    }

    @Override
    public int run(cl_kernel kernel, int dimensions, long[] global, long[] local) {
      return --left < 0 ? CL.CL_OUT_OF_RESOURCES : real.run(kernel, dimensions, global, local);
    }

    @Override
    public int read(cl_mem from, long offset, long bytes, Pointer to) {
      return left < 0 ? CL.CL_OUT_OF_RESOURCES : real.read(from, offset, bytes, to);
    }

    @Override
    public int write(cl_mem to, boolean wait, long offset, long bytes, Pointer from) {
      return left < 0 ? CL.CL_OUT_OF_RESOURCES : real.write(to, wait, offset, bytes, from);
    }

    @Override
    public int clear(cl_mem mem, long bytes) {
      return left < 0 ? CL.CL_OUT_OF_RESOURCES : real.clear(mem, bytes);
    }

    @Override
    public int finish() {
      return left < 0 ? CL.CL_OUT_OF_RESOURCES : real.finish();
    }

    @Override
    public int flush() {
      return real.flush();
    }
  }

  @Test
  void aLostDeviceIsOneSentence() {
    Device real = Device.open(info());
    Device losing = real.with(new Losing(real.commands(), 3));
    Kernels k = new OpenClKernels(losing, 1);
    Matrix m = Matrix.of(k.allocate(10), 1, 10);
    k.fill(1, m);
    k.fill(2, m);
    k.fill(3, m);
    assertEquals(3, m.toArray()[9]);
    String said = assertThrows(BackendFailedException.class, () -> k.fill(4, m)).getMessage();
    assertTrue(said.contains(info().name()) && said.contains("CL_OUT_OF_RESOURCES"), said);
    assertEquals(1, said.lines().count());
    assertThrows(BackendFailedException.class, m::toArray);
    k.close();
  }

  @Test
  void tooLittleMemoryIsSaidWithTheFigures() {
    DeviceInfo d = info();
    DeviceInfo small =
        new DeviceInfo(
            d.platformId(),
            d.id(),
            d.number(),
            d.platform(),
            d.name(),
            d.vendor(),
            d.driver(),
            d.version(),
            d.type(),
            64 << 20,
            32 << 20,
            d.localMemory(),
            d.workGroup(),
            d.units(),
            d.megahertz(),
            true,
            true,
            d.doubles());
    try (Kernels k = new OpenClKernels(Device.open(small), 1)) {
      String one =
          assertThrows(BackendFailedException.class, () -> k.allocate(10 << 20)).getMessage();
      assertTrue(one.contains("64 MB") && one.contains("32 MB") && one.contains("40 MB"), one);
      Matrix a = Matrix.of(k.allocate(6 << 20), 1, 6 << 20);
      Matrix b = Matrix.of(k.allocate(6 << 20), 1, 6 << 20);
      String all =
          assertThrows(BackendFailedException.class, () -> k.allocate(6 << 20)).getMessage();
      assertTrue(all.contains("64 MB") && all.contains("48 MB") && all.contains("24 MB"), all);
      k.copy(a, b); // Both are still in use.
    }
  }

  @Test
  void aProgramThatDoesNotCompileKeepsItsLogAndRefusesTheDevice() throws Exception {
    Device d = Device.open(info());
    String said =
        assertThrows(
                BackendFailedException.class,
                () -> d.program("broken.cl", "__kernel void f() { nonsense; }", ""))
            .getMessage();
    assertEquals(said, d.refusal());
    Matcher file = Pattern.compile("its log is in (.*?);").matcher(said.replace(");", ";"));
    assertTrue(file.find(), said);
    Path log = Path.of(file.group(1));
    String text = Files.readString(log);
    Files.delete(log);
    assertTrue(text.contains("nonsense") && text.contains(info().name()), text);
  }

  /** Fails without signal chaining: see {@link Chaining}. */
  @Test
  void programsCompileWhileTheVirtualMachineSignalsItself() throws Exception {
    assertTrue(Chaining.isOn(), Chaining.REMEDY);
    Device d = Device.open(info());
    AtomicBoolean done = new AtomicBoolean();
    Thread busy = new Thread(() -> spin(done));
    Thread collecting =
        new Thread(
            () -> {
              while (!done.get()) {
                System.gc();
              }
            });
    busy.start();
    collecting.start();
    try {
      for (int i = 0; i < 10; i++) {
        d.program("n.cl", "__kernel void f(__global int *a) { *a += " + i + "; }", "");
      }
    } finally {
      done.set(true);
      busy.join();
      collecting.join();
    }
  }

  /** Compiled code that runs is stopped for the collector by a signal. */
  private static void spin(AtomicBoolean done) {
    double sum = 0;
    while (!done.get()) {
      for (int i = 0; i < 1_000_000; i++) {
        sum += Math.sqrt(i);
      }
    }
    assertTrue(sum >= 0);
  }

  @Test
  void manyTrainingsLeaveNoMemoryBehind() throws Exception {
    Device d = Device.open(info());
    long empty = d.live();
    for (int i = 0; i < 1000; i++) {
      try (Kernels k = new OpenClKernels(d, 1)) {
        Matrix a = Matrix.of(k.allocate(1 << 16), 1 << 8, 1 << 8);
        if (i % 100 == 0) {
          Matrix b = Matrix.of(k.allocate(1 << 16), 1 << 8, 1 << 8);
          k.fill(i, a);
          k.gemm(false, false, 1, a, a, 0, b);
          assertEquals(256.0 * i * i, b.toArray()[0], 1e-3 * i * i);
        }
      }
    }
    long left = d.live();
    for (int i = 0; i < 100 && left != empty; i++) {
      System.gc();
      Thread.sleep(20);
      left = d.live();
    }
    assertEquals(empty, left, "bytes of live buffers");
  }

  @Test
  void twoAtOnceGiveTheSameAsOneAfterTheOther() {
    double[] alone = product(3);
    double[] other = product(4);
    CompletableFuture<double[]> first = CompletableFuture.supplyAsync(() -> product(3));
    CompletableFuture<double[]> second = CompletableFuture.supplyAsync(() -> product(4));
    assertArrayEquals(alone, first.join());
    assertArrayEquals(other, second.join());
  }

  private static double[] product(int seed) {
    try (Kernels k = new OpenClBackend().open(1)) {
      Matrix a = Matrix.of(k.allocate(60 * 60), 60, 60);
      Matrix b = Matrix.of(k.allocate(60 * 60), 60, 60);
      k.gaussian(0, 0.1, seed, a);
      k.copy(a, b);
      for (int i = 0; i < 200; i++) {
        k.gemm(false, false, 0.9, a, a, 0.1, b);
        k.softmax(b, a);
      }
      return a.toArray();
    }
  }
}
