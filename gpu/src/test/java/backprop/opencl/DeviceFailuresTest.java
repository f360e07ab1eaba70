// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import backprop.engine.train.Batches;
import backprop.engine.train.CompactExamples;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
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
    DeviceInfo small = info().withMemory(64 << 20);
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

  /** A network of 2 MB and rows of 20 MB, with 12 MB: only minibatches are ever on the device. */
  @Test
  void rowsThatDoNotFitAreCopiedByTheMinibatch() throws Exception {
    int rows = 5000;
    int columns = 1000;
    double[][] losses = new double[2][];
    for (int i = 0; i < 2; i++) {
      DeviceInfo d = i == 0 ? info() : info().withMemory(12 << 20);
      try (Kernels k = new OpenClKernels(Device.open(d), 1)) {
        if (i == 1) {
          assertThrows(BackendFailedException.class, () -> new Examples(k, rows, columns, 1));
        }
        Examples floats = i == 0 ? new Examples(k, rows, columns, 1) : null;
        CompactExamples aside =
            CompactExamples.packed(k, columns, new int[0], 1, 1L << 26, Path.of("."));
        float[] x = new float[columns];
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            x[c] = (r * 31 + c * 17) % 64 / 32f - 1;
          }
          float[] y = {r % 3};
          if (floats != null) {
            floats.set(r, x, y, 1);
          } else {
            aside.add(x, y, 1);
          }
        }
        Network n =
            new Network(
                new NetworkSpec(
                    Shape.of(columns),
                    Catalogs.parse(Layer.class, "chain(dense(128, tanh), dense(3))"),
                    Catalogs.parse(Loss.class, "cross-entropy")),
                k);
        n.initialize(3);
        TrainSpec spec =
            TrainSpec.of(
                1,
                100,
                Catalogs.parse(Optimizer.class, "adam"),
                List.of(),
                EarlyStopping.never(),
                5);
        Batches all = floats != null ? floats : aside.ready();
        losses[i] =
            new Trainer(n, spec, all, null)
                .run().history().stream().mapToDouble(EpochRecord::trainingLoss).toArray();
        aside.close();
      }
    }
    assertArrayEquals(losses[0], losses[1]);
  }

  @Test
  void aProgramThatDoesNotCompileKeepsItsLogAndRefusesTheDevice() throws Exception {
    Devices devices = new Devices(OpenClProbe.look());
    Device d = devices.open(devices.choose(""));
    String said =
        assertThrows(
                BackendFailedException.class,
                () -> d.program("broken.cl", "__kernel void f() { nonsense; }", ""))
            .getMessage();
    assertEquals(said, d.refusal());
    OpenClBackend named = new OpenClBackend(devices, "" + d.info().number());
    assertEquals(said, named.unusable().orElseThrow());
    assertEquals(said, assertThrows(IllegalStateException.class, () -> named.open(1)).getMessage());
    String text = Here.takeLog(said);
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
    double[] first = null;
    for (int i = 0; i < 1000; i++) {
      try (Kernels k = new OpenClKernels(d, 1)) {
        double[] trained = trained(k);
        first = first == null ? trained : first;
        assertArrayEquals(first, trained, "weights of training " + i);
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

  /** The weights that a small training ends with. */
  private static double[] trained(Kernels k) throws Exception {
    Network n =
        new Network(
            new NetworkSpec(
                Shape.of(3),
                Catalogs.parse(Layer.class, "chain(dense(4, tanh), dense(2))"),
                Catalogs.parse(Loss.class, "cross-entropy")),
            k);
    n.initialize(3);
    double[] before = n.parameters().toArray();
    Examples rows = new Examples(k, 8, 3, 1);
    for (int r = 0; r < 8; r++) {
      rows.set(r, new float[] {r / 8f, r % 3, 1}, new float[] {r % 2}, 1);
    }
    Optimizer adam = Catalogs.parse(Optimizer.class, "adam");
    new Trainer(n, TrainSpec.of(1, 4, adam, List.of(), EarlyStopping.never(), 5), rows, null).run();
    double[] after = n.parameters().toArray();
    assertFalse(Arrays.equals(before, after));
    return after;
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
