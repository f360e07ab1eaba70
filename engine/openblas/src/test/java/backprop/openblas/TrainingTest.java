// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.openblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Training with native products: agrees with plain Java, and with itself. */
final class TrainingTest {
  private static final int ROWS = 512;
  private static final int INPUTS = 70;
  private static final int CLASSES = 5;

  @Test
  void autoTakesTheLibrary() {
    Backends.Choice choice = Backends.choose("auto");
    assertEquals("blas", choice.backend().name());
    assertEquals(List.of(), choice.refusals());
    assertEquals(Optional.empty(), new OpenBlas().unusable());
  }

  @Test
  void autoDoesNotLoadItForLittleWork() {
    assertEquals("java", Backends.choose("auto", 1e9).backend().name());
    assertEquals("blas", Backends.choose("auto", 1e12).backend().name());
    assertEquals("blas", Backends.choose("blas", 1).backend().name());
  }

  /** Sums in another order: float's rounding, grown over six epochs of steps. */
  @Test
  void theLossesAreThoseOfPlainJava() throws Exception {
    double[] java = losses("java", 1);
    double[] blas = losses("blas", 1);
    assertTrue(java[5] < 0.8 * java[0], "nothing was learned");
    for (int e = 0; e < java.length; e++) {
      assertEquals(java[e], blas[e], 1e-4 * java[e], "epoch " + (e + 1));
    }
  }

  @Test
  void theBitsDoNotDependOnTheThreads() throws Exception {
    double[] one = losses("blas", 1);
    for (int threads = 2; threads <= 4; threads++) {
      assertArrayEquals(one, losses("blas", threads));
    }
  }

  @Test
  void trainingsAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    double[] alone = losses("blas", 2);
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<double[]>> all = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        all.add(pool.submit(() -> losses("blas", 2)));
      }
      for (Future<double[]> one : all) {
        assertArrayEquals(alone, one.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static double[] losses(String backend, int threads) throws InterruptedException {
    try (Kernels k = Backends.choose(backend).backend().open(threads)) {
      Layer body =
          Catalogs.parse(
              Layer.class, "chain(dense(160, relu), dropout(0.1), dense(96, tanh), dense(5))");
      Loss loss = Catalogs.parse(Loss.class, "cross-entropy");
      Network network = new Network(new NetworkSpec(Shape.of(INPUTS), body, loss), k);
      network.initialize(23);
      Optimizer optimizer = Catalogs.parse(Optimizer.class, "adam(0.003)");
      TrainSpec spec = TrainSpec.of(6, 128, optimizer, List.of(), EarlyStopping.never(), 17);
      return new Trainer(network, spec, rows(k), null)
          .run().history().stream().mapToDouble(EpochRecord::trainingLoss).toArray();
    }
  }

  private static Examples rows(Kernels k) {
    RandomStream random = new RandomStream(4);
    Examples rows = new Examples(k, ROWS, INPUTS, 1);
    float[] x = new float[INPUTS];
    for (int r = 0; r < ROWS; r++) {
      int of = random.nextInt(CLASSES);
      for (int i = 0; i < INPUTS; i++) {
        x[i] = (float) random.nextGaussian() + (i % CLASSES == of ? 0.5f : 0);
      }
      rows.set(r, x, new float[] {of}, 1);
    }
    return rows;
  }
}
