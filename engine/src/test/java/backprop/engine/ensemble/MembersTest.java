// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MembersLoss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.network.Predictions;
import backprop.engine.train.Examples;
import backprop.engine.train.Trainer;
import backprop.engine.unsupervised.Tables;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that share weights behave as the networks that they stand for. */
class MembersTest {
  private static final int MEMBERS = 3;
  private static final int INPUTS = 5;
  private static final int UNITS = 4;

  private static Network network(Kernels k, int inputs, String layers, Loss loss) {
    return new Network(
        new NetworkSpec(
            Shape.of(inputs), Catalogs.parse(Layer.class, "chain([" + layers + "])"), loss),
        k);
  }

  private static double[] get(Network net, String path) {
    Slot s = net.layout().slot(path);
    double[] w = new double[s.size()];
    net.parameters().buffer().read(s.offset(), w, 0, w.length);
    return w;
  }

  private static void set(Network net, String path, double[] w) {
    Slot s = net.layout().slot(path);
    assertEquals(s.size(), w.length, path);
    net.parameters().buffer().write(s.offset(), w, 0, w.length);
  }

  static Stream<Loss> losses() {
    return Catalogs.texts().catalog(Loss.class).entries().stream().map(e -> e.prototype());
  }

  /**
   * Dense networks with weights {@code r_i * w_ij * s_j} are the members: predictions are their
   * mean, and so are losses, for every loss that there is.
   */
  @ParameterizedTest
  @MethodSource("losses")
  void membersAreSeparateNetworks(Loss given) {
    Loss loss = given instanceof MembersLoss m ? m.loss() : given;
    Loss mean = new MembersLoss(loss);
    int outputs = loss.outputs(3);
    try (Kernels k = new ReferenceBackend().open(1)) {
      Network all =
          network(
              k, INPUTS, "members(3), member-dense(4, tanh), member-heads(" + outputs + ")", mean);
      RandomStream r = new RandomStream(5);
      double[] random = new double[all.layout().size()];
      Arrays.setAll(random, i -> 0.7 * r.nextGaussian());
      all.parameters().buffer().write(0, random, 0, random.length);
      Examples rows = new Examples(k, 7, INPUTS, all.target().elements());
      for (int i = 0; i < 7; i++) {
        float[] x = new float[INPUTS];
        float[] y = new float[all.target().elements()];
        for (int j = 0; j < INPUTS; j++) {
          x[j] = (float) r.nextGaussian();
        }
        Arrays.fill(y, 1);
        y[0] = i % 2;
        rows.set(i, x, y, 1);
      }
      double[] prediction = new double[7 * all.prediction().elements()];
      double[] losses = new double[7];
      for (int m = 0; m < MEMBERS; m++) {
        Network one = network(k, INPUTS, "dense(4, tanh), dense(" + outputs + ")", loss);
        double[] factors = get(all, "0-members/factors");
        double[] in = get(all, "1-member-dense/inputs");
        double[] out = get(all, "1-member-dense/outputs");
        double[] w = get(all, "1-member-dense/weights");
        double[] own = new double[w.length];
        for (int i = 0; i < INPUTS; i++) {
          for (int j = 0; j < UNITS; j++) {
            own[i * UNITS + j] =
                factors[m * INPUTS + i]
                    * in[m * INPUTS + i]
                    * w[i * UNITS + j]
                    * out[m * UNITS + j];
          }
        }
        double[] bias = get(all, "1-member-dense/bias");
        set(one, "0-dense/weights", own);
        set(one, "0-dense/bias", Arrays.copyOfRange(bias, m * UNITS, (m + 1) * UNITS));
        double[] heads = get(all, "2-member-heads/weights");
        double[] biases = get(all, "2-member-heads/bias");
        double[] head = new double[UNITS * outputs];
        for (int i = 0; i < head.length; i++) {
          head[i] = heads[(i / outputs * MEMBERS + m) * outputs + i % outputs];
        }
        set(one, "1-dense/weights", head);
        set(one, "1-dense/bias", Arrays.copyOfRange(biases, m * outputs, (m + 1) * outputs));
        double[] p = Predictions.of(one, rows.inputs()).toArray();
        double[] l = Tables.losses(one, rows);
        for (int i = 0; i < p.length; i++) {
          prediction[i] += p[i] / MEMBERS;
        }
        for (int i = 0; i < 7; i++) {
          losses[i] += l[i] / MEMBERS;
        }
      }
      assertArrayEquals(prediction, Predictions.of(all, rows.inputs()).toArray(), 1e-9);
      double[] found = Tables.losses(all, rows);
      for (int i = 0; i < 7; i++) {
        assertEquals(losses[i], found[i], 1e-9 * Math.max(1, Math.abs(losses[i])));
      }
    }
  }

  @Test
  void membersBeatOneNetworkOnLogLoss() throws InterruptedException {
    Tables data = Tables.segment();
    Tables test = data.part(500, 1500);
    try (Kernels k = new JavaBackend().open(1)) {
      double[] loss = new double[2];
      for (long seed = 1; seed <= 2; seed++) {
        for (int s = 0; s < 2; s++) {
          boolean many = s == 1;
          Network net =
              network(
                  k,
                  data.columns(),
                  many
                      ? "members(8), member-dense(48, relu), member-dense(48, relu),"
                          + " member-heads(7)"
                      : "dense(48, relu), dense(48, relu), dense(7)",
                  Catalogs.parse(Loss.class, many ? "members(cross-entropy)" : "cross-entropy"));
          net.initialize(seed);
          new Trainer(net, Tables.spec(60, 0.003, seed), data.part(0, 500).examples(k), null).run();
          Matrix p = Predictions.of(net, test.examples(k).inputs());
          assertEquals(7, p.columns());
          loss[s] += test.logLoss(p);
        }
      }
      assertTrue(loss[1] < 0.9 * loss[0], loss[1] + " members, " + loss[0] + " one");
    }
  }

  @Test
  void whatHasNoMembersIsRefusedByName() {
    try (Kernels k = new JavaBackend().open(1)) {
      Loss loss = Catalogs.parse(Loss.class, "mean-squared-error");
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> network(k, 4, "member-dense(3)", loss));
      assertTrue(e.getMessage().contains("as the layer members makes them"), e.getMessage());
      assertThrows(
          IllegalArgumentException.class, () -> network(k, 4, "members(3), members(2)", loss));
      assertThrows(
          IllegalArgumentException.class, () -> network(k, 4, "members(3), member-heads(2)", loss));
    }
  }
}
