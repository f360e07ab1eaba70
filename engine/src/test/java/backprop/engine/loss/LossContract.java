// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.dual.NoTangentException;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.network.Catalogs;
import backprop.engine.op.AddRow;
import backprop.engine.op.GradientCheck;
import backprop.engine.op.HessianCheck;
import backprop.engine.op.Leaf;
import backprop.engine.op.TestNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every loss must do: a right gradient, one number for each example that depends on that
 * example alone, a prediction of the output's shape, a text form, close results in float. A
 * subclass names its losses in {@link #cases()}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LossContract {
  private static final int SEEDS = 10;

  /** All losses under test. */
  protected abstract Stream<Loss> cases();

  /** A random target for one output; {@code outputs} is the number of outputs. */
  protected abstract double target(Loss loss, int outputs, RandomStream r);

  /** The kernels that must agree with the reference; another backend's tests override this. */
  protected Kernels kernels() {
    return Backends.choose("java").backend().open(1);
  }

  private static Kernels reference() {
    return Backends.choose("reference").backend().open(1);
  }

  /** A trained row added to the input is all there is before the loss. */
  private static TestNetwork network(Kernels k, Loss loss, int batch, int outputs) {
    TestNetwork.Body body =
        (g, in) ->
            g.op(
                new AddRow(),
                in,
                g.parameter("row", 1, outputs, Role.BIAS, (w, x, y, i, o, r) -> {}));
    return new TestNetwork(k, Mode.TRAIN, batch, Shape.of(outputs), body, loss);
  }

  private void targets(TestNetwork net, Loss loss, int outputs, RandomStream r) {
    double[] t = new double[net.program().target().size()];
    Arrays.setAll(t, i -> target(loss, outputs, r));
    net.program().target().set(t);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsEqualCentralDifferences(Loss loss) {
    GradientCheck check = new GradientCheck();
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomStream r = new RandomStream(RandomStream.key(seed, 4));
      int outputs = 1 + r.nextInt(6);
      int batch = 1 + r.nextInt(4);
      Leaf output = new Leaf(Shape.of(outputs), true, true, new double[batch * outputs]);
      TestNetwork net =
          new TestNetwork(
              reference(),
              Mode.TRAIN,
              batch,
              Shape.of(1),
              (g, in) -> output.place(g, in, "leaf-output"),
              loss);
      targets(net, loss, outputs, r);
      double[] t = net.program().target().toArray();
      Arrays.setAll(
          output.data(),
          i -> {
            double x;
            do {
              x = 2 * r.nextGaussian();
            } while (loss instanceof Pairwise f && nearKink(f, x, t[i]));
            return x;
          });
      TestNetwork.randomize(net.program().lossGradient(), 1, r);
      check.check(loss + ", seed " + seed, net, List.of(output));
    }
    assertTrue(check.checked() > 0, "nothing was checked");
    assertTrue(check.worst() < GradientCheck.TOLERANCE, check::toString);
  }

  /** What has no second derivatives says so, and is skipped here with that reason. */
  @ParameterizedTest
  @MethodSource("cases")
  void hessianProductsEqualDifferencesOfGradients(Loss loss) {
    try {
      checkHessian(loss);
    } catch (NoTangentException e) {
      Assumptions.abort(loss + ": " + e.getMessage());
    }
  }

  private void checkHessian(Loss loss) {
    for (int seed = 0; seed < SEEDS; seed++) {
      int outputs = 1 + seed % 6;
      HessianCheck.check(
          loss + ", seed " + seed,
          k -> network(k, loss, 3, outputs),
          (net, r) -> {
            targets(net, loss, outputs, r);
            double[] t = net.program().target().toArray();
            double[] x = new double[3 * outputs];
            for (int i = 0; i < x.length; i++) {
              do {
                x[i] = 2 * r.nextGaussian();
              } while (loss instanceof Pairwise f && nearKink(f, x[i], t[i]));
            }
            net.program().input().set(x);
            TestNetwork.randomize(net.program().lossGradient(), 1, r);
          },
          seed);
    }
  }

  /** Whether the derivative jumps or bends sharply where differences would straddle it. */
  private static boolean nearKink(Pairwise f, double x, double t) {
    double h = 0.005;
    double bend = f.derivative(x + h, t) - 2 * f.derivative(x, t) + f.derivative(x - h, t);
    return Math.abs(bend) > 1e-5;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyExampleHasItsOwnLoss(Loss loss) {
    int n = 6;
    int outputs = 3;
    RandomStream r = new RandomStream(21);
    TestNetwork net = network(reference(), loss, n, outputs);
    TestNetwork.randomize(net.program().input(), 2, r);
    targets(net, loss, outputs, r);
    net.program().forward();
    assertEquals(n, net.program().loss().rows());
    assertEquals(1, net.program().loss().columns());
    double[] together = net.program().loss().toArray();
    double[] x = net.program().input().toArray();
    double[] t = net.program().target().toArray();
    int width = t.length / n;
    for (int i = 0; i < n; i++) {
      net.program().batch(1);
      net.program().input().set(Arrays.copyOfRange(x, i * outputs, (i + 1) * outputs));
      net.program().target().set(Arrays.copyOfRange(t, i * width, (i + 1) * width));
      net.program().forward();
      assertEquals(together[i], net.program().loss().toArray()[0], 1e-13);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void thePredictionHasTheOutputsShape(Loss loss) {
    Graph g = new Graph(Mode.INFER);
    assertEquals(Shape.of(4), loss.predict(g, g.input(Shape.of(4))).shape());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void severalRowsForAnExampleAreRefused(Loss loss) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> loss.target(Shape.of(5, 3)));
    assertTrue(e.getMessage().contains("the last layer gives 5 x 3"), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void floatResultsAreCloseToTheReference(Loss loss) {
    int outputs = 5;
    TestNetwork exact = network(reference(), loss, 7, outputs);
    try (Kernels k = kernels()) {
      TestNetwork single = network(k, loss, 7, outputs);
      for (TestNetwork net : List.of(exact, single)) {
        RandomStream r = new RandomStream(22);
        TestNetwork.randomize(net.program().input(), 3, r);
        targets(net, loss, outputs, r);
        TestNetwork.randomize(net.program().lossGradient(), 1, r);
        net.loss();
        net.program().backward(false);
      }
      assertArrayEquals(exact.program().loss().toArray(), single.program().loss().toArray(), 2e-5);
      assertArrayEquals(exact.gradients().toArray(), single.gradients().toArray(), 2e-5);
    }
  }

  /** Outputs so large that a careless formula overflows, in float: the loss and gradient stay. */
  @ParameterizedTest
  @MethodSource("cases")
  void largeOutputsDoNotOverflow(Loss loss) {
    try (Kernels k = kernels()) {
      TestNetwork net = network(k, loss, 2, 2);
      net.program().input().set(5000, -5000, -3000, 3000);
      targets(net, loss, 2, new RandomStream(23));
      net.program().lossGradient().set(1, 1);
      net.loss();
      net.program().backward(false);
      assertTrue(k.allFinite(net.program().loss()), "loss");
      assertTrue(k.allFinite(net.gradients()), "gradients");
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itsTextReadsAsTheSame(Loss loss) {
    String text = Catalogs.print(Loss.class, loss);
    assertEquals(loss, Catalogs.parse(Loss.class, text));
  }
}
