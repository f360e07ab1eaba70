// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.optimize.Optimizer;
import backprop.engine.schedule.Constant;
import backprop.engine.train.RateRangeTest.Point;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateRangeTestTest {
  private static final String LAYERS = "chain(dense(32, relu), dense(4))";

  private static TrainSpec spec(String optimizer, int epochs) {
    return TrainSpec.of(
        epochs,
        32,
        Catalogs.parse(Optimizer.class, optimizer),
        List.of(),
        EarlyStopping.never(),
        5);
  }

  /** The proposed rate against a tenth and ten times of it, over ten epochs. */
  @ParameterizedTest
  @ValueSource(strings = {"sgd(%s, 0.9)", "adam(%s)", "clip-by-global-norm(5, lion(%s))"})
  void theProposalTrainsWell(String optimizer) throws IOException, InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Vehicles data = new Vehicles(k, 1);
    Network n = Vehicles.network(k, LAYERS, 3);
    RateRangeTest.Result r =
        RateRangeTest.run(
            n, spec(String.format(optimizer, "1e-3"), 10), data.training, 1e-6, 10, 150);
    double[] losses = new double[3];
    for (int i = 0; i < 3; i++) {
      double rate = r.proposal() * Math.pow(10, i - 1.0);
      Network trained = Vehicles.network(k, LAYERS, 3);
      try {
        TrainSpec spec = spec(String.format(optimizer, rate), 10);
        new Trainer(trained, spec, data.training, null).run();
        losses[i] = Vehicles.loss(trained, data.training);
      } catch (DivergedException e) {
        losses[i] = Double.POSITIVE_INFINITY;
      }
    }
    String all = r.proposal() + ": " + losses[0] + " " + losses[1] + " " + losses[2];
    assertTrue(losses[1] < 0.8 * losses[0], all);
    assertTrue(losses[1] < 1.25 * losses[2], all);
    assertTrue(losses[1] < 0.9, all);
    assertTrue(r.steepest() <= r.lowest(), all);
  }

  @Test
  void theNetworkStaysAsItIs() throws IOException, InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Vehicles data = new Vehicles(k, 1);
    Network n = Vehicles.network(k, "chain(dense(8), batch-norm, dense(4))", 3);
    double[] w = n.parameters().toArray();
    double[] state = n.state().toArray();
    RateRangeTest.Result a = RateRangeTest.run(n, spec("sgd", 1), data.training, 1e-4, 1, 40);
    assertArrayEquals(w, n.parameters().toArray());
    assertArrayEquals(state, n.state().toArray());
    assertEquals(a, RateRangeTest.run(n, spec("sgd(7)", 1), data.training, 1e-4, 1, 40));
    assertEquals(1e-4, a.curve().get(0).rate(), 1e-18);
    assertEquals(Math.pow(10, -4 + 4.0 / 39), a.curve().get(1).rate(), 1e-12);
    assertEquals(a.curve().get(0).loss(), a.curve().get(0).smoothed(), 1e-12);
  }

  @Test
  void theCurveIsJudgedByTheRules() {
    double[] smoothed = {2, 1.9, 1.0, 0.9, 0.4, 0.3, 0.9, 0.1};
    double[] rates = {1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7};
    List<Point> curve =
        java.util.stream.IntStream.range(0, 7)
            .mapToObj(i -> new Point(rates[i], 9, smoothed[i]))
            .toList();
    RateRangeTest.Result r = RateRangeTest.judge(curve);
    assertEquals(1e5, r.lowest());
    assertEquals(100, r.steepest());
    assertEquals(1e4, r.proposal());
  }

  @Test
  void theInnermostRateIsReplaced() {
    Optimizer o =
        Catalogs.parse(Optimizer.class, "ema(0.9, sam(0.1, adamw(cosine(0.1), weight-decay=0.3)))");
    assertEquals(
        Catalogs.parse(Optimizer.class, "ema(0.9, sam(0.1, adamw(0.5, weight-decay=0.3)))"),
        RateRangeTest.withRate(o, new Constant(0.5)));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    RateRangeTest.withRate(
                        Catalogs.parse(Optimizer.class, "rprop"), new Constant(1)))
            .getMessage();
    assertTrue(message.contains("rprop has no learning rate"), message);
  }

  @Test
  void refusals() throws IOException {
    Kernels k = new JavaBackend().open(1);
    Vehicles data = new Vehicles(k, 1);
    Network n = Vehicles.network(k, LAYERS, 3);
    assertThrows(
        IllegalArgumentException.class,
        () -> RateRangeTest.run(n, spec("sgd", 1), data.training, 1, 0.1, 50));
    assertThrows(
        IllegalArgumentException.class,
        () -> RateRangeTest.run(n, spec("sgd", 1), data.training, 0.1, 1, 5));
  }
}
