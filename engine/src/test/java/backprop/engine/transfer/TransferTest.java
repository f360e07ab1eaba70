// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Tanh;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.ParameterRules;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
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

class TransferTest {
  private static final int INPUTS = 8;
  private static final int FEATURES = 4;
  private static final Provenance HOW =
      new Provenance("0", 1, "java", 1, "adam", "", 1, 0, 1, 1, "", 0, List.of(), List.of());

  private final Kernels k = new JavaBackend().open(1);

  /** Targets are linear in features that all tasks have in common; their weights are the task. */
  private Examples rows(int n, long seed, long task, int targets) {
    RandomStream fixed = new RandomStream(99);
    double[][] w = new double[INPUTS][FEATURES];
    for (double[] row : w) {
      for (int f = 0; f < FEATURES; f++) {
        row[f] = fixed.nextGaussian();
      }
    }
    RandomStream head = new RandomStream(task);
    double[][] v = new double[FEATURES][targets];
    for (double[] row : v) {
      for (int t = 0; t < targets; t++) {
        row[t] = head.nextGaussian();
      }
    }
    RandomStream r = new RandomStream(seed);
    Examples rows = new Examples(k, n, INPUTS, targets);
    for (int i = 0; i < n; i++) {
      float[] x = new float[INPUTS];
      float[] y = new float[targets];
      for (int j = 0; j < INPUTS; j++) {
        x[j] = (float) r.nextGaussian();
      }
      for (int f = 0; f < FEATURES; f++) {
        double sum = 0;
        for (int j = 0; j < INPUTS; j++) {
          sum += w[j][f] * x[j];
        }
        for (int t = 0; t < targets; t++) {
          y[t] += (float) (v[f][t] * Math.tanh(sum));
        }
      }
      rows.set(i, x, y, 1);
    }
    return rows;
  }

  private static TrainSpec spec(int epochs) {
    return new TrainSpec(
        epochs, 32, new Adam(new Constant(0.01)), List.of(), List.of(), EarlyStopping.never(), 3);
  }

  private static NetworkSpec network(int outputs) {
    return new NetworkSpec(
        Shape.of(INPUTS),
        Chain.of(new Dense(16, new Tanh()), new Dense(16, new Tanh()), new Dense(outputs)),
        new MeanSquaredError());
  }

  private double error(Network net, Examples rows) {
    Program p = net.evaluationProgram(rows.rows());
    int[] order = new int[rows.rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    rows.load(order, 0, order.length, p);
    p.forward();
    return rows.weightedSum(order, 0, order.length, p) / rows.rows();
  }

  private Model source() throws InterruptedException {
    Network net = new Network(network(6), k);
    net.initialize(1);
    new Trainer(net, spec(60), rows(2000, 5, 1, 6), null).run();
    return Model.of(net, HOW);
  }

  @Test
  void frozenLayersBeatTrainingFromScratchOnFewRows() throws InterruptedException {
    Model source = source();
    Examples few = rows(60, 6, 2, 1);
    Examples test = rows(1000, 7, 2, 1);
    Network scratch = new Network(network(1), k);
    scratch.initialize(2);
    new Trainer(scratch, spec(150), few, null).run();
    Transfer transfer =
        Transfer.from(source).replaceHead(1, new Dense(1)).freeze("0-dense").freeze("1-dense");
    Network tuned = transfer.network(k, 2);
    new Trainer(tuned, spec(150), few, null).run();
    double alone = error(scratch, test);
    double helped = error(tuned, test);
    assertTrue(helped < 0.6 * alone, helped + " with transfer, " + alone + " without");

    // what was frozen is as it was, what was not has moved; the model has all of it in its order
    Model made = Model.of(tuned, HOW);
    Network free = made.network(k);
    Network old = source.network(k);
    for (Slot s : free.layout().slots()) {
      double[] now = free.parameters().columns(s.offset(), s.size()).toArray();
      double[] then =
          s.path().startsWith("2-")
              ? new double[s.size()]
              : old.parameters().columns(old.layout().slot(s.path()).offset(), s.size()).toArray();
      if (s.path().startsWith("2-")) {
        assertFalse(java.util.Arrays.equals(then, now), s.path());
      } else {
        assertArrayEquals(then, now, s.path());
      }
    }
    assertEquals(helped, error(free, test), 1e-9);
  }

  @Test
  void gradualUnfreezingOpensOneLayerMoreInEachStage() throws InterruptedException {
    Transfer transfer = Transfer.from(source()).replaceHead(1, new Dense(1));
    Examples few = rows(60, 6, 2, 1);
    Examples test = rows(1000, 7, 2, 1);
    double before = error(transfer.network(k, 3), test);
    GradualUnfreezing.Outcome outcome =
        new GradualUnfreezing(40).run(transfer, k, spec(40), few, null);
    assertEquals(3, outcome.stages().size());
    assertTrue(outcome.network().layout().slots().stream().allMatch(Slot::trainable));
    assertTrue(error(outcome.network(), test) < 0.2 * before);
  }

  @Test
  void discriminativeRatesFallTowardsTheFirstLayer() throws InterruptedException {
    Network net =
        Transfer.from(source()).freeze("1-dense/bias").discriminativeRates(2).network(k, 1);
    assertEquals(0.25, net.layout().slot("0-dense/weights").rateFactor());
    assertEquals(0.5, net.layout().slot("1-dense/weights").rateFactor());
    assertEquals(1, net.layout().slot("2-dense/weights").rateFactor());
    assertFalse(net.layout().slot("1-dense/bias").trainable());
  }

  @Test
  void aNewHeadOfTheSameSizeStartsAnew() throws InterruptedException {
    Model source = source();
    Network old = source.network(k);
    Network net = Transfer.from(source).replaceHead(1, new Dense(6)).network(k, 77);
    Slot s = net.layout().slot("2-dense/weights");
    Slot t = old.layout().slot("2-dense/weights");
    assertFalse(
        java.util.Arrays.equals(
            net.parameters().columns(s.offset(), s.size()).toArray(),
            old.parameters().columns(t.offset(), t.size()).toArray()));
  }

  @Test
  void whatIsNotThereIsRefused() throws InterruptedException {
    Model source = source();
    assertThrows(IllegalArgumentException.class, () -> Transfer.from(source).replaceHead(4));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Transfer.from(source).freeze("7-dense").network(k, 1))
            .getMessage();
    assertTrue(message.startsWith("no parameter matches 7-dense"), message);
    NetworkSpec bare =
        new NetworkSpec(
            Shape.of(2), Catalogs.parse(Layer.class, "dense(1)"), new MeanSquaredError());
    Network net = new Network(bare, k, ParameterRules.NONE);
    assertThrows(IllegalArgumentException.class, () -> Transfer.from(Model.of(net, HOW)));
  }
}
