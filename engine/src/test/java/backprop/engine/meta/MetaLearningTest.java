// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.meta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import backprop.engine.optimize.Sgd;
import backprop.engine.schedule.Constant;
import backprop.engine.train.Batches;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The family of sine waves of Finn, Abbeel and Levine (2017), section 5.1. */
class MetaLearningTest {
  private final Kernels k = new JavaBackend().open(1);

  private Examples wave(RandomStream r, double amplitude, double phase, int rows) {
    Examples e = new Examples(k, rows, 1, 1);
    for (int i = 0; i < rows; i++) {
      double x = -5 + 10 * r.nextDouble();
      e.set(i, new float[] {(float) x}, new float[] {(float) (amplitude * Math.sin(x - phase))}, 1);
    }
    return e;
  }

  private TaskFamily.Task sine(long number) {
    RandomStream r = new RandomStream(RandomStream.key(17, number));
    double amplitude = 0.1 + 4.9 * r.nextDouble();
    double phase = Math.PI * r.nextDouble();
    return new TaskFamily.Task(wave(r, amplitude, phase, 10), wave(r, amplitude, phase, 40));
  }

  private Network network(long seed) {
    Network net =
        new Network(
            new NetworkSpec(
                Shape.of(1),
                Catalogs.parse(Layer.class, "chain([dense(32, tanh), dense(32, tanh), dense(1)])"),
                new MeanSquaredError()),
            k);
    net.initialize(seed);
    return net;
  }

  private static TrainSpec inner(int steps, double rate) {
    Optimizer sgd = new Sgd(new Constant(rate), new Constant(0), false);
    return new TrainSpec(steps, 0, sgd, List.of(), List.of(), EarlyStopping.never(), 5);
  }

  private static double loss(Network net, Batches rows) {
    Program p = net.evaluationProgram(rows.rows());
    int[] order = new int[rows.rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    rows.load(order, 0, order.length, p);
    p.forward();
    return rows.weightedSum(order, 0, order.length, p) / rows.rows();
  }

  /** Mean loss on new tasks after a few steps on ten rows of each. */
  private double adapted(Network net) throws InterruptedException {
    double[] start = net.parameters().toArray();
    double sum = 0;
    int tasks = 40;
    for (int t = 0; t < tasks; t++) {
      net.parameters().set(start);
      TaskFamily.Task task = sine(1_000_000 + t);
      new Trainer(net, inner(10, 0.02), task.support(), null).run();
      sum += loss(net, task.query());
    }
    net.parameters().set(start);
    return sum / tasks;
  }

  @Test
  void reptileLearnsToLearn() throws InterruptedException {
    Network net = network(1);
    double before = adapted(net);
    new Reptile(inner(8, 0.02), 0.5, 2, 2000).run(net, this::sine);
    double after = adapted(net);
    assertTrue(after < 0.6 * before, after + " after, " + before + " before");
  }

  @Test
  void firstOrderMamlLearnsToLearn() throws InterruptedException {
    Network net = network(1);
    double before = adapted(net);
    new FirstOrderMaml(inner(5, 0.02), 0.02, 4, 1500).run(net, this::sine);
    double after = adapted(net);
    assertTrue(after < 0.6 * before, after + " after, " + before + " before");
  }

  /** One iteration by hand: w + rate (mean w_task - w), w - rate mean gradient at w_task. */
  @Test
  void oneIterationIsTheFormula() throws InterruptedException {
    double[] start = network(4).parameters().toArray();
    double[] mean = new double[start.length];
    double[] gradient = new double[start.length];
    for (int t = 0; t < 3; t++) {
      Network net = network(4);
      TaskFamily.Task task = sine(t);
      new Trainer(net, inner(3, 0.01).withSeed(5 + t), task.support(), null).run();
      double[] w = net.parameters().toArray();
      Matrix dw = net.newVector();
      Program p = net.trainingProgram(dw, 40);
      int[] order = new int[40];
      for (int i = 0; i < 40; i++) {
        order[i] = i;
      }
      task.query().load(order, 0, 40, p);
      p.forward();
      p.backward(false);
      double[] g = dw.toArray();
      for (int i = 0; i < w.length; i++) {
        mean[i] += w[i] / 3;
        gradient[i] += g[i] / 3;
      }
    }
    double[] reptile = new double[start.length];
    double[] maml = new double[start.length];
    for (int i = 0; i < start.length; i++) {
      reptile[i] = start[i] + 0.25 * (mean[i] - start[i]);
      maml[i] = start[i] - 0.1 * gradient[i];
    }
    Network a = network(4);
    new Reptile(inner(3, 0.01), 0.25, 3, 1).run(a, this::sine);
    assertArrayEquals(reptile, a.parameters().toArray(), 1e-5);
    Network b = network(4);
    new FirstOrderMaml(inner(3, 0.01), 0.1, 3, 1).run(b, this::sine);
    assertArrayEquals(maml, b.parameters().toArray(), 1e-5);
  }

  @Test
  void senselessNumbersAreRefused() {
    TrainSpec inner = inner(1, 0.1);
    assertThrows(IllegalArgumentException.class, () -> new Reptile(inner, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Reptile(inner, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new FirstOrderMaml(inner, 1, 1, 0));
  }
}
