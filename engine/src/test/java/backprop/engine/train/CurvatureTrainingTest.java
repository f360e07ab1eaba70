// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static backprop.engine.train.MinimizerTrainingTest.classes;
import static backprop.engine.train.MinimizerTrainingTest.last;
import static backprop.engine.train.MinimizerTrainingTest.minimizer;
import static backprop.engine.train.MinimizerTrainingTest.network;
import static backprop.engine.train.MinimizerTrainingTest.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Minimizer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Second derivatives in training: which layers and penalties have them, and who says they do not.
 */
final class CurvatureTrainingTest {
  /** A layer of which only first derivatives are known. */
  private record Halves() implements Layer, Op {
    @Override
    public Value apply(Graph g, Value x) {
      return g.op(this, x);
    }

    @Override
    public Shape shape(Shape... inputs) {
      return inputs[0];
    }

    @Override
    public void forward(Kernels k, Node n) {
      k.rows().rowMap(Halves::half, n.input(0), n.output());
    }

    private static void half(double[] x, int n, double[] y, int m) {
      Arrays.setAll(y, i -> i < n ? x[i] / 2 : 0);
    }

    @Override
    public void backward(Kernels k, Node n) {
      k.axpby(0.5, n.gradient(), n.beta(0), n.gradient(0));
    }
  }

  private static Trainer newton(Kernels k, Layer layer, Shape input) {
    Loss loss = Catalogs.parse(Loss.class, "cross-entropy");
    Network n = new Network(new NetworkSpec(input, layer, loss), k);
    n.initialize(7);
    return new Trainer(
        n, spec(15, 0, minimizer("newton-cg"), "l2(0.01)", 0), classes(k, 60, 1), null);
  }

  @Test
  void newtonNamesTheLayerWithoutSecondDerivatives() {
    try (Kernels k = new JavaBackend().open(1)) {
      Trainer t = newton(k, Chain.of(new Dense(4), new Halves(), new Dense(3)), Shape.of(2));
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, t::run);
      assertTrue(e.getMessage().startsWith("layer 1-halves"), e.getMessage());
      assertTrue(e.getMessage().contains("does not go with newton-cg"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnn(4)", "lstm(4)", "gru(4)"})
  void newtonLearnsWithRecurrentCells(String cell) throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      Layer layer = Catalogs.parse(Layer.class, "chain(" + cell + ", dense(3))");
      assertTrue(last(newton(k, layer, Shape.of(2, 1)).run()) < 0.5);
    }
  }

  /** Of the function and of the penalties on whole matrices, by differences of the gradient. */
  @ParameterizedTest
  @ValueSource(strings = {"orthogonal(0.3)", "l2(0.2), orthogonal(0.1)"})
  void hessianProductsHaveThePenalties(String penalties) throws InterruptedException {
    try (Kernels k = new ReferenceBackend().open(1)) {
      // one matrix that is wider than high, one square, one higher than wide
      Network n = network(k, 2, "chain(dense(6, tanh), dense(6, tanh), dense(3))", "cross-entropy");
      Minimizer m = minimizer("newton-cg");
      LossObjective f = new LossObjective(n, spec(1, 0, m, penalties, 0), m, classes(k, 40, 1));
      double[] w = f.weights();
      double[] v = new double[w.length];
      RandomStream r = new RandomStream(5);
      Arrays.setAll(v, i -> r.nextGaussian());
      double[] product = new double[w.length];
      f.hessianProduct(w, v, product);
      double h = 1e-5;
      double[] ahead = new double[w.length];
      double[] behind = new double[w.length];
      double[] moved = new double[w.length];
      Arrays.setAll(moved, i -> w[i] + h * v[i]);
      f.gradient(moved, ahead);
      Arrays.setAll(moved, i -> w[i] - h * v[i]);
      f.gradient(moved, behind);
      for (int i = 0; i < w.length; i++) {
        assertEquals((ahead[i] - behind[i]) / (2 * h), product[i], 1e-6, "" + i);
      }
    }
  }
}
