// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Adam;
import backprop.engine.schedule.Constant;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruningTest {
  private static final String LAYERS =
      "chain([dense(64, relu), batch-norm(), dense(64, tanh), dropout(0.1), dense(3)])";

  private final Kernels k = new JavaBackend().open(1);

  private Network network(String layers) {
    Network net =
        new Network(
            new NetworkSpec(Shape.of(6), Catalogs.parse(Layer.class, layers), new CrossEntropy(0)),
            k);
    net.initialize(5);
    return net;
  }

  /** Three classes, told apart by a ring around one of two centers: a network is needed. */
  private Examples rows(int n, long seed) {
    RandomStream r = new RandomStream(seed);
    Examples rows = new Examples(k, n, 6, 1);
    for (int i = 0; i < n; i++) {
      float[] x = new float[6];
      for (int j = 0; j < 6; j++) {
        x[j] = (float) r.nextGaussian();
      }
      double radius = Math.hypot(x[0], x[1]);
      int c = radius < 0.9 ? 0 : radius < 1.6 ? 1 : 2;
      rows.set(i, x, new float[] {c}, 1);
    }
    return rows;
  }

  private static TrainSpec spec(int epochs) {
    return new TrainSpec(
        epochs, 32, new Adam(new Constant(0.003)), List.of(), List.of(), EarlyStopping.never(), 3);
  }

  private double accuracy(Network net, Examples rows) {
    Program p = net.predictionProgram(k, rows.rows());
    p.input().set(rows.inputs().toArray());
    p.forward();
    double[] out = p.prediction().toArray();
    double[] target = rows.targets().toArray();
    int right = 0;
    for (int i = 0; i < target.length; i++) {
      int best = 0;
      for (int c = 1; c < 3; c++) {
        best = out[3 * i + c] > out[3 * i + best] ? c : best;
      }
      right += best == target[i] ? 1 : 0;
    }
    return (double) right / target.length;
  }

  @Test
  void theSmallestWeightsGoAndNothingElse() {
    for (boolean global : new boolean[] {true, false}) {
      Network net = network(LAYERS);
      double[] before = net.parameters().toArray();
      new MagnitudePruning(0.7, global).apply(net);
      double[] after = net.parameters().toArray();
      double largestGone = 0;
      double smallestKept = Double.POSITIVE_INFINITY;
      int weights = 0;
      int gone = 0;
      for (Slot s : net.layout().slots()) {
        int goneHere = 0;
        for (int i = s.offset(); i < s.offset() + s.size(); i++) {
          if (!s.role().regularized()) {
            assertEquals(before[i], after[i], s.path());
          } else if (after[i] == 0) {
            goneHere++;
            largestGone = Math.max(largestGone, Math.abs(before[i]));
          } else {
            assertEquals(before[i], after[i], s.path());
            smallestKept = Math.min(smallestKept, Math.abs(before[i]));
          }
        }
        if (s.role().regularized()) {
          weights += s.size();
          gone += goneHere;
          if (!global) {
            assertEquals(Math.round(0.7 * s.size()), goneHere, s.path());
          }
        }
      }
      assertEquals(Math.round(0.7 * weights), gone, 2);
      assertTrue(!global || largestGone <= smallestKept);
      assertEquals(0.7, MagnitudePruning.sparsityOf(net), 0.01);
    }
  }

  @Test
  void equalWeightsArePrunedUpToTheShare() {
    Network net = network("chain([dense(10, relu, weights=ones), dense(3, weights=ones)])");
    new MagnitudePruning(0.5, true).apply(net);
    assertEquals(0.5, MagnitudePruning.sparsityOf(net), 1e-9);
  }

  @Test
  void trainingKeepsWhatIsPruned() throws InterruptedException {
    Network net = network(LAYERS);
    new MagnitudePruning(0.8, true).apply(net);
    double[] pruned = net.parameters().toArray();
    new Trainer(net, spec(3), rows(300, 1), null).run();
    double[] trained = net.parameters().toArray();
    int moved = 0;
    for (Slot s : net.layout().slots()) {
      for (int i = s.offset(); i < s.offset() + s.size(); i++) {
        if (s.role().regularized() && pruned[i] == 0) {
          assertEquals(0, Math.abs(trained[i]), s.path());
        } else if (trained[i] != pruned[i]) {
          moved++;
        }
      }
    }
    assertTrue(moved > 500, moved + " parameters moved");
  }

  @Test
  void ninetyPercentOfTheWeightsCostLittle() throws InterruptedException {
    Network net = network(LAYERS);
    Examples training = rows(3000, 1);
    Examples test = rows(2000, 2);
    new Trainer(net, spec(30), training, null).run();
    IterativePruning.Report report =
        new IterativePruning(0.5, 0.9, 4, true)
            .run(net, spec(8), training, null, n -> accuracy(n, test));
    assertTrue(report.before() > 0.9, report::toString);
    assertEquals(0.9, report.rounds().get(3).sparsity(), 0.01);
    assertTrue(report.lost() < 0.01, report::toString);
    assertEquals(accuracy(net, test), report.after(), 1e-9);
  }

  @Test
  void sparsityRisesAsPublished() {
    IterativePruning p = new IterativePruning(0.2, 0.8, 4, true);
    assertEquals(0.2, p.sparsity(0), 1e-12);
    assertEquals(0.8 - 0.6 * 8 / 27, p.sparsity(1), 1e-12);
    assertEquals(0.8 - 0.6 / 27, p.sparsity(2), 1e-12);
    assertEquals(0.8, p.sparsity(3), 1e-12);
    assertEquals(0.8, new IterativePruning(0.2, 0.8, 1, true).sparsity(0));
    assertThrows(IllegalArgumentException.class, () -> new IterativePruning(0.9, 0.8, 2, true));
  }

  @Test
  void unitsThatDoNothingGoWithoutATrace() {
    Network net = network(LAYERS);
    // units 0, 3, 6, ... feed nothing
    Slot out = net.layout().slot("2-dense/weights");
    Slot last = net.layout().slot("4-dense/weights");
    double[] w = net.parameters().toArray();
    for (int u = 0; u < 64; u += 3) {
      java.util.Arrays.fill(w, out.offset() + u * 64, out.offset() + (u + 1) * 64, 0);
      java.util.Arrays.fill(w, last.offset() + u * 3, last.offset() + (u + 1) * 3, 0);
    }
    net.parameters().set(w);
    Network smaller = new UnitPruning(22.0 / 64).apply(net);
    assertEquals("dense(42, relu)", first(smaller));
    Examples rows = rows(50, 4);
    assertArrayEquals(predict(net, rows), predict(smaller, rows), 1e-6);
    assertTrue(smaller.layout().size() < 0.6 * net.layout().size());
  }

  private static String first(Network net) {
    return Catalogs.print(
        Layer.class, ((backprop.engine.layer.Chain) net.spec().body()).layers().get(0));
  }

  private double[] predict(Network net, Examples rows) {
    Program p = net.predictionProgram(k, rows.rows());
    p.input().set(rows.inputs().toArray());
    p.forward();
    return p.prediction().toArray();
  }

  @Test
  void unitsOfOtherLayersAreRefusedByName() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new UnitPruning(0.5)
                        .apply(network("chain([dense(4), layer-norm(), dense(3)])")))
            .getMessage();
    assertTrue(message.startsWith("units cannot be taken out of layer-norm"), message);
    assertThrows(
        IllegalArgumentException.class,
        () -> new UnitPruning(0.5).apply(network("chain([dense(3)])")));
  }
}
