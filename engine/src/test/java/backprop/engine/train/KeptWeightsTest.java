// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Layout;
import backprop.engine.graph.ParameterRules;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import backprop.engine.regularize.Regularization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Averages in a whole run: what is judged, what is kept, and the running moments that go with it.
 */
class KeptWeightsTest {
  private static final String PLAIN = "chain(dense(6, tanh), dense(3))";
  private static final String NORMALIZED =
      "chain(dense(6), batch-norm, activation(relu), dense(3))";

  private static Examples rows(Kernels k, int n, long seed) {
    RandomStream random = new RandomStream(seed);
    Examples rows = new Examples(k, n, 3, 1);
    float[] x = new float[3];
    for (int r = 0; r < n; r++) {
      int c = 0;
      for (int i = 0; i < 3; i++) {
        x[i] = (float) random.nextGaussian();
        c = x[i] > x[c] ? i : c;
      }
      rows.set(r, x, new float[] {c}, 1);
    }
    return rows;
  }

  private static Network network(Kernels k, String layers, ParameterRules rules) {
    Layer body = Catalogs.parse(Layer.class, layers);
    Network n = new Network(new NetworkSpec(Shape.of(3), body, new CrossEntropy(0)), k, rules);
    n.initialize(7);
    return n;
  }

  private static TrainSpec spec(int epochs, int batch, String optimizer, String regularizers) {
    return TrainSpec.of(
        epochs,
        batch,
        Catalogs.parse(Optimizer.class, optimizer),
        Catalogs.texts().parseList(Regularization.class, regularizers),
        EarlyStopping.never(),
        11);
  }

  private static Network train(
      Kernels k, String layers, int epochs, int batch, String optimizer, String regularizers)
      throws InterruptedException {
    Network n = network(k, layers, ParameterRules.NONE);
    new Trainer(n, spec(epochs, batch, optimizer, regularizers), rows(k, 90, 1), null).run();
    return n;
  }

  /** The weights after 5, 6, 7 and 8 full-batch epochs, averaged by hand. */
  @Test
  void swaKeepsTheMeanOfTheLastWeights() throws InterruptedException {
    Kernels k = new ReferenceBackend().open(1);
    double[] mean = new double[network(k, PLAIN, ParameterRules.NONE).parameters().columns()];
    for (int epochs = 5; epochs <= 8; epochs++) {
      double[] w = train(k, PLAIN, epochs, 0, "sgd(0.5, 0.5)", "").parameters().toArray();
      for (int i = 0; i < w.length; i++) {
        mean[i] += w[i] / 4;
      }
    }
    double[] kept = train(k, PLAIN, 8, 0, "swa(0.625, sgd(0.5, 0.5))", "").parameters().toArray();
    assertArrayEquals(mean, kept, 1e-12);
  }

  /** Validation rows judge the averages, and the weights of the best epoch are averages too. */
  @Test
  void validationJudgesWhatIsKept() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    for (String layers : List.of(PLAIN, NORMALIZED)) {
      for (String o :
          List.of("ema(0.9, adam(0.03))", "swa(0.3, sgd(1))", "lookahead(4, 0.5, sgd(1))")) {
        Examples validation = rows(k, 60, 2);
        Network n = network(k, layers, ParameterRules.NONE);
        Trainer.Result r = new Trainer(n, spec(10, 16, o, ""), rows(k, 90, 1), validation).run();
        double told = r.history().get(r.bestEpoch() - 1).validationLoss();
        assertEquals(told, loss(n, validation), 1e-5, layers + ", " + o);
      }
    }
  }

  private static double loss(Network n, Examples rows) {
    Program p = n.evaluationProgram(rows.rows());
    int[] order = new int[rows.rows()];
    Arrays.setAll(order, i -> i);
    p.batch(order.length);
    rows.load(order, 0, order.length, p);
    p.forward();
    return rows.weightedSum(order, 0, order.length, p) / order.length;
  }

  /** Looking at averages must not change where training goes. */
  @Test
  void trainingDoesNotSeeTheAverages() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Trainer.Result plain = result(k, "adam(0.03)");
    for (String o : List.of("ema(0.9, adam(0.03))", "swa(0.3, adam(0.03))")) {
      Trainer.Result averaged = result(k, o);
      for (int e = 0; e < 10; e++) {
        assertEquals(
            plain.history().get(e).trainingLoss(), averaged.history().get(e).trainingLoss(), o);
      }
    }
  }

  private static Trainer.Result result(Kernels k, String optimizer) throws InterruptedException {
    Network n = network(k, NORMALIZED, ParameterRules.NONE);
    return new Trainer(n, spec(10, 16, optimizer, ""), rows(k, 90, 1), rows(k, 60, 2)).run();
  }

  /** With one minibatch, the moments are those of all rows at the kept weights, exactly. */
  @Test
  void runningMomentsAreGatheredForTheKeptWeights() throws InterruptedException {
    Kernels k = new ReferenceBackend().open(1);
    Network n = train(k, NORMALIZED, 8, 0, "swa(0.5, sgd(0.5))", "");
    Examples rows = rows(k, 90, 1);
    Layout layout = n.layout();
    double[] w = slot(n, "0-dense/weights");
    double[] b = slot(n, "0-dense/bias");
    for (int unit = 0; unit < 6; unit++) {
      double sum = 0;
      double squares = 0;
      double[] x = rows.inputs().toArray();
      for (int r = 0; r < 90; r++) {
        double z = b[unit];
        for (int i = 0; i < 3; i++) {
          z += x[3 * r + i] * w[6 * i + unit];
        }
        sum += z;
        squares += z * z;
      }
      double weight = state(n, layout, "weight-sum", unit);
      assertEquals(sum / 90, state(n, layout, "mean-sum", unit) / weight, 1e-10);
      assertEquals(
          (squares - sum * sum / 90) / 89, state(n, layout, "variance-sum", unit) / weight, 1e-10);
    }
  }

  private static double[] slot(Network n, String path) {
    Matrix all = n.parameters();
    return all.columns(n.layout().slot(path).offset(), n.layout().slot(path).size()).toArray();
  }

  private static double state(Network n, Layout layout, String name, int i) {
    Layout.StateEntry e =
        layout.states().stream().filter(s -> s.path().endsWith(name)).findFirst().orElseThrow();
    return n.state().columns(e.offset(), e.columns()).toArray()[i];
  }

  /** An average of unit vectors is shorter: constraints hold for what is kept too. */
  @Test
  void constraintsHoldForAverages() throws InterruptedException {
    Kernels k = new ReferenceBackend().open(1);
    Network n = train(k, PLAIN, 8, 16, "swa(0.2, sgd(1))", "unit-norm");
    double[] w = slot(n, "0-dense/weights");
    for (int unit = 0; unit < 6; unit++) {
      double square = 0;
      for (int i = 0; i < 3; i++) {
        square += w[6 * i + unit] * w[6 * i + unit];
      }
      assertEquals(1, square, 1e-12);
    }
  }

  @Test
  void frozenLayersStayAsTheyAre() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Network n =
        network(k, NORMALIZED, ParameterRules.NONE.freeze("0-dense").freeze("1-batch-norm"));
    double[] before = slot(n, "0-dense/weights");
    double[] stateBefore = n.state().toArray();
    new Trainer(n, spec(5, 16, "ema(0.9, adam(0.03))", ""), rows(k, 90, 1), null).run();
    assertArrayEquals(before, slot(n, "0-dense/weights"));
    assertArrayEquals(stateBefore, n.state().toArray());
  }

  /** All penalties and constraints at once, as the classifier's list gives them. */
  @Test
  void allRegularizationsWorkTogether() throws InterruptedException {
    Kernels k = new JavaBackend().open(1);
    String all =
        "l1(1e-4), l2(1e-3), elastic-net(1e-4, 1e-4), orthogonal(0.01), non-negative,"
            + " min-max-norm(0.5, 2), max-norm(1.5)";
    Network n = train(k, PLAIN, 20, 16, "sam(0.05, adam(0.03))", all);
    for (double w : slot(n, "0-dense/weights")) {
      assertTrue(w >= 0);
    }
    Network one = train(k, PLAIN, 20, 16, "adam(0.03)", "");
    Network other = train(k, PLAIN, 20, 16, "adam(0.03)", "orthogonal(1)");
    assertTrue(deviation(other) < 0.3 * deviation(one), deviation(one) + " " + deviation(other));
  }

  /** |WW' - I|^2 of the 3 x 6 weights. */
  private static double deviation(Network n) {
    double[] w = slot(n, "0-dense/weights");
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double dot = i == j ? -1 : 0;
        for (int c = 0; c < 6; c++) {
          dot += w[6 * i + c] * w[6 * j + c];
        }
        sum += dot * dot;
      }
    }
    return sum;
  }

  /**
   * Sharpness-aware gradients in a run, with random masks and moments, against two runs by hand.
   */
  @Test
  void samSeesTheSameRowsAndMasksTwice() throws InterruptedException {
    Kernels k = new ReferenceBackend().open(1);
    String layers = "chain(dense(6, tanh), dropout(0.5), dense(3))";
    Network n = network(k, layers, ParameterRules.NONE);
    TrainSpec spec = spec(1, 0, "sam(0.3, sgd(1))", "l2(0.01)");
    double[] start = n.parameters().toArray();
    double[] g = gradient(k, n, spec, start);
    double norm = Math.sqrt(Arrays.stream(g).map(x -> x * x).sum());
    double[] there = start.clone();
    for (int i = 0; i < g.length; i++) {
      there[i] += 0.3 * g[i] / norm;
    }
    double[] expected = start.clone();
    double[] h = gradient(k, n, spec, there);
    for (int i = 0; i < g.length; i++) {
      expected[i] -= h[i];
    }
    n.parameters().set(start);
    new Trainer(n, spec, rows(k, 90, 1), null).run();
    assertArrayEquals(expected, n.parameters().toArray(), 1e-12);
    assertFalse(Arrays.equals(g, h));
  }

  /** What one step of plain descent at rate 1 takes away. */
  private static double[] gradient(Kernels k, Network n, TrainSpec sam, double[] at)
      throws InterruptedException {
    n.parameters().set(at);
    TrainSpec plain =
        TrainSpec.of(
            1,
            0,
            Catalogs.parse(Optimizer.class, "sgd(1)"),
            new ArrayList<>(sam.regularizers()),
            EarlyStopping.never(),
            sam.seed());
    new Trainer(n, plain, rows(k, 90, 1), null).run();
    double[] g = n.parameters().toArray();
    for (int i = 0; i < g.length; i++) {
      g[i] = at[i] - g[i];
    }
    return g;
  }
}
