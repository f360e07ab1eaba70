// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.Vitals;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimization;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VitalSignsTest {
  private static final double RATE = 0.25;

  private static Network network(Kernels k) {
    Network n =
        new Network(
            new NetworkSpec(
                Shape.of(3),
                Catalogs.parse(Layer.class, "chain(dense(5, tanh), dense(2))"),
                Catalogs.parse(Loss.class, "cross-entropy")),
            k);
    n.initialize(2);
    return n;
  }

  private static Examples rows(Kernels k) {
    Examples rows = new Examples(k, 40, 3, 1);
    RandomStream random = new RandomStream(3);
    for (int r = 0; r < 40; r++) {
      float x = (float) random.nextGaussian();
      rows.set(
          r, new float[] {x, (float) random.nextGaussian(), 1}, new float[] {x > 0 ? 1 : 0}, 1);
    }
    return rows;
  }

  private static Trainer.Result train(Kernels k, int epochs) throws InterruptedException {
    TrainSpec spec =
        TrainSpec.of(
            epochs,
            8,
            Catalogs.parse(Optimization.class, "sgd(" + RATE + ")"),
            List.of(),
            new EarlyStopping(0, 0),
            1);
    return new Trainer(network(k), spec, rows(k), null).run();
  }

  @Test
  void updatesOfGradientDescentAreTheRateTimesTheGradients() throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      Vitals v = train(k, 4).vitals();
      assertEquals(
          List.of(new Vitals.Layer("0-dense", 15), new Vitals.Layer("1-dense", 10)), v.layers());
      assertEquals(20, v.samples().size(), "20 steps are few enough to look at all of them");
      for (Vitals.Sample s : v.samples()) {
        for (Vitals.Sizes z : s.sizes()) {
          assertEquals(RATE * z.gradient(), z.update(), 1e-6 * (1 + z.update()), s.toString());
          assertTrue(z.weight() > 0.1, s.toString());
        }
      }
      double[] first = network(k).parameters().toArray();
      double squares = 0;
      for (int i = 0; i < 15; i++) {
        squares += first[i] * first[i];
      }
      assertEquals(Math.sqrt(squares / 15), v.samples().get(0).sizes().get(0).weight(), 1e-6);
    }
  }

  @Test
  void fewStepsAreMeasuredSpreadOverTheRun() throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      List<Vitals.Sample> samples = train(k, 100).vitals().samples();
      assertTrue(samples.size() > 15 && samples.size() <= 25, samples.size() + " samples");
      assertEquals(0, samples.get(0).step());
      assertTrue(samples.get(samples.size() - 1).epoch() > 90, "none near the end");
    }
  }

  @Test
  void stepsThatAreTakenAgainReplaceTheFirstOnes() {
    try (Kernels k = new JavaBackend().open(1)) {
      Network n = network(k);
      VitalSigns signs = new VitalSigns(n, n.newVector(), 10, 5);
      for (long step : new long[] {0, 1, 2, 1, 2, 3}) {
        signs.before(step);
        signs.after();
      }
      assertEquals(
          List.of(0L, 1L, 2L, 3L),
          signs.vitals().samples().stream().map(Vitals.Sample::step).toList());
    }
  }

  @Test
  void measuringAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    try (Kernels k = new JavaBackend().open(1)) {
      Network n = network(k);
      Matrix gradients = n.newVector();
      VitalSigns signs = new VitalSigns(n, gradients, 10, 5);
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 30 && least > 0; round++) {
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < 100; i++) {
          signs.before(i % 20);
          signs.after();
        }
        least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
      }
      assertEquals(0, least);
    }
  }
}
