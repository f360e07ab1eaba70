// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureScalingTest {
  private static final int ROWS = 2000;

  /** Two inputs, whose difference is the log-odds of the second class times {@code sureness}. */
  private static Network network(Kernels k, double sureness) {
    Network net =
        new Network(
            new NetworkSpec(
                Shape.of(2),
                Catalogs.parse(Layer.class, "chain([dense(2)])"),
                Catalogs.parse(Loss.class, "cross-entropy")),
            k);
    net.parameters().set(new double[] {sureness, 0, 0, sureness, 0, 0});
    return net;
  }

  /** Classes drawn with the probabilities that a sureness of 1 gives. */
  private static Examples rows(Kernels k, double weight) {
    Examples rows = new Examples(k, ROWS, 2, 1);
    RandomStream r = new RandomStream(11);
    for (int i = 0; i < ROWS; i++) {
      float a = (float) (1.5 * r.nextGaussian());
      float b = (float) (1.5 * r.nextGaussian());
      boolean second = r.nextDouble() < 1 / (1 + Math.exp(a - b));
      rows.set(i, new float[] {a, b}, new float[] {second ? 1 : 0}, weight);
    }
    return rows;
  }

  /** The temperature that a fine grid finds for these rows. */
  private static double best(Kernels k, Examples rows, double sureness) {
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (double t = 0.2; t < 5; t *= 1.002) {
      Network net = network(k, sureness / t);
      var e = new Evaluation(net, new backprop.engine.metric.MeanLoss(), null, ROWS, 0);
      double loss;
      try {
        int[] order = TrainingRows.all(ROWS);
        loss = e.meanLoss(rows, order, ROWS, () -> {}) + 5 * Math.pow(Math.log(t), 2) / ROWS;
      } catch (InterruptedException x) {
        throw new AssertionError(x);
      }
      if (loss < least) {
        least = loss;
        best = t;
      }
    }
    return best;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.4, 1, 2.5})
  void findsTheTemperatureThatAGridFinds(double sureness) throws InterruptedException {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Examples rows = rows(k, 1);
      Network net = network(k, sureness);
      TemperatureScaling.Outcome o = TemperatureScaling.apply(net, rows);
      assertEquals(best(k, rows, sureness), o.temperature(), 0.004 * o.temperature());
      assertEquals(sureness, o.temperature(), 0.12 * sureness);
      assertTrue(o.after() <= o.before());
      double scaled = sureness / o.temperature();
      assertArrayEquals(
          new double[] {scaled, 0, 0, scaled, 0, 0}, net.parameters().toArray(), 1e-12);
    }
  }

  @Test
  void rowsWithoutWeightChangeNothing() throws InterruptedException {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Network net = network(k, 3);
      double[] before = net.parameters().toArray();
      assertEquals(1, TemperatureScaling.apply(net, rows(k, 0)).temperature());
      assertArrayEquals(before, net.parameters().toArray());
    }
  }

  @Test
  void anInterruptLeavesTheNetworkAsItWas() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Network net = network(k, 3);
      Examples rows = rows(k, 1);
      double[] before = net.parameters().toArray();
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> TemperatureScaling.apply(net, rows));
      assertTrue(Thread.interrupted());
      assertTrue(Arrays.equals(before, net.parameters().toArray()));
    }
  }
}
