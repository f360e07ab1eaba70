// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.model.Model;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.network.Predictions;
import backprop.engine.optimize.Sgd;
import backprop.engine.schedule.Constant;
import backprop.engine.train.Trainer;
import backprop.engine.unsupervised.Tables;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleTest {
  private final Kernels k = new JavaBackend().open(1);

  private Network network(int columns, String layers, String loss, long seed) {
    Network net =
        new Network(
            new NetworkSpec(
                Shape.of(columns),
                Catalogs.parse(Layer.class, "chain([" + layers + "])"),
                Catalogs.parse(Loss.class, loss)),
            k);
    net.initialize(seed);
    return net;
  }

  @Test
  void aSnapshotEnsembleBeatsItsLastMember() throws InterruptedException, IOException {
    Tables data = Tables.segment();
    Tables test = data.part(700, 1500);
    Network net = network(18, "dense(48, relu), dense(48, relu), dense(7)", "cross-entropy", 1);
    SnapshotEnsemble.Outcome o =
        new SnapshotEnsemble(5, 12, 0.2)
            .run(
                net,
                Tables.spec(1, 1, 1),
                r -> new Sgd(r, new Constant(0.9), false),
                data.part(0, 700).examples(k));
    assertEquals(5, o.ensemble().members().size());
    Matrix inputs = test.examples(k).inputs();
    double together = test.logLoss(o.ensemble().predict(k, inputs));
    double last = test.logLoss(Predictions.of(net, inputs));
    assertTrue(together < last, together + " together, " + last + " the last");
    // the last one is the network as it ended, and the rate has come down to 0 in each cycle
    Model end = o.ensemble().members().get(4);
    assertArrayEquals(net.parameters().toArray(), end.network(k).parameters().toArray(), 1e-12);
    for (int c = 1; c <= 5; c++) {
      assertTrue(o.result().history().get(12 * c - 1).rate() < 1e-3);
      assertTrue(c == 5 || o.result().history().get(12 * c).rate() > 0.15);
    }
    ModelEnsemble read = ModelEnsemble.read(o.ensemble().write());
    assertArrayEquals(o.ensemble().predict(k, inputs).toArray(), read.predict(k, inputs).toArray());
    assertArrayEquals(o.ensemble().write(), read.write());
    assertThrows(IOException.class, () -> ModelEnsemble.read(new byte[100]));
    Model other = Model.of(network(18, "dense(3)", "cross-entropy", 1), end.how());
    assertThrows(IllegalArgumentException.class, () -> new ModelEnsemble(List.of(end, other)));
  }

  @Test
  void dropoutIsLessSureFarFromTheData() throws InterruptedException {
    Tables moons = Tables.moons(400, 0.1, 1);
    Network net =
        network(
            2,
            "dense(64, relu), dropout(0.2), dense(64, relu), dropout(0.2), dense(1)",
            "mean-squared-error",
            1);
    new Trainer(net, Tables.spec(60, 0.005, 1), moons.examples(k), null).run();
    Matrix near = moons.part(0, 200).examples(k).inputs();
    Matrix far = Matrix.of(k.allocate(400), 200, 2);
    k.axpby(5, near, 0, far);
    MonteCarloDropout mc = new MonteCarloDropout(40, 3);
    double[] inside = column(mc.of(net, near).deviation());
    double[] outside = column(mc.of(net, far).deviation());
    assertTrue(mean(outside) > 2 * mean(inside), mean(outside) + ", " + mean(inside));
    assertEquals(0, mc.of(net, near).entropy().length);
  }

  @Test
  void entropiesAreThoseOfTheirDefinition() throws InterruptedException {
    Tables moons = Tables.moons(400, 0.3, 1);
    Network net =
        network(
            2,
            "dense(32, relu), dropout(0.3), dense(32, relu), dropout(0.3), dense(2)",
            "cross-entropy",
            1);
    new Trainer(net, Tables.spec(30, 0.005, 1), moons.examples(k), null).run();
    Matrix rows = moons.examples(k).inputs();
    MonteCarloDropout.Uncertainty u = new MonteCarloDropout(30, 3).of(net, rows);
    double[] certain = Predictions.of(net, rows).toArray();
    double between = 0;
    double clear = 0;
    int few = 0;
    for (int i = 0; i < 400; i++) {
      double p = u.mean()[i][0];
      assertEquals(1, p + u.mean()[i][1], 1e-5);
      assertEquals(u.deviation()[i][0], u.deviation()[i][1], 1e-5);
      double entropy = -p * Math.log(p) - (1 - p) * Math.log(1 - p);
      assertEquals(entropy, u.entropy()[i], 1e-5);
      assertTrue(u.information()[i] >= 0 && u.information()[i] <= u.entropy()[i]);
      boolean doubtful = certain[2 * i] > 0.2 && certain[2 * i] < 0.8;
      few += doubtful ? 1 : 0;
      between += doubtful ? u.entropy()[i] : 0;
      clear += doubtful ? 0 : u.entropy()[i];
    }
    assertTrue(
        few > 5 && between / few > 2 * clear / (400 - few), between + " of " + few + ", " + clear);
    MonteCarloDropout.Uncertainty again = new MonteCarloDropout(30, 3).of(net, rows);
    assertArrayEquals(u.information(), again.information());
    assertFalse(
        Arrays.equals(u.information(), new MonteCarloDropout(30, 4).of(net, rows).information()));
    assertThrows(IllegalArgumentException.class, () -> new MonteCarloDropout(1, 1));
  }

  /** All that is random while training is random here, and nothing is random when predicting. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dropout(0.3)",
        "alpha-dropout(0.3)",
        "gaussian-dropout(0.3)",
        "gaussian-noise(0.5)",
        "spatial-dropout(0.3)",
        "drop-connect(8, rate=0.4)",
        "weight-noise(8, deviation=0.4)",
        "dense(8, rrelu)",
        "gaussian-latent(4)",
        "reshape([2, 4]), transformer(2, dropout=0.3), flatten",
        "reshape([4, 2]), lstm(6, recurrent-dropout=0.4)"
      })
  void everyRandomLayerIsSampled(String layer) {
    Network net = network(8, layer + ", dense(3)", "mean-squared-error", 2);
    Matrix rows = Tables.segment().part(0, 300).examples(k).inputs().columns(0, 8);
    double[][] deviation = new MonteCarloDropout(5, 1).of(net, rows).deviation();
    long still = Stream.of(deviation).filter(d -> d[0] == 0).count();
    assertTrue(still < 30, still + " of 300 rows did not change");
    assertArrayEquals(Predictions.of(net, rows).toArray(), Predictions.of(net, rows).toArray());
  }

  private static double[] column(double[][] x) {
    return Stream.of(x).mapToDouble(r -> r[0]).toArray();
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).average().orElseThrow();
  }

  @Test
  void theLossIsTheOneThatWasAskedFor() {
    Loss loss = Catalogs.parse(Loss.class, "members(cross-entropy(0.1))");
    assertEquals(loss.kind(), new CrossEntropy(0.1).kind());
    assertThrows(
        RuntimeException.class,
        () -> Catalogs.parse(Loss.class, "members(members(cross-entropy))"));
  }
}
