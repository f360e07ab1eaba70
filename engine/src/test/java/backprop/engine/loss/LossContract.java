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

  /** A number of classes, or of numbers in a target, that the loss takes. */
  protected abstract int targets(Loss loss, RandomStream r);

  /**
   * A random target for one example.
   *
   * @param targets number of classes, or of numbers in the target
   */
  protected abstract double[] target(Loss loss, int targets, RandomStream r);

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

  private void setTargets(TestNetwork net, Loss loss, int targets, RandomStream r) {
    double[] t = new double[net.program().target().size()];
    int columns = net.program().target().columns();
    for (int i = 0; i < t.length; i += columns) {
      System.arraycopy(target(loss, targets, r), 0, t, i, columns);
    }
    net.program().target().set(t);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsEqualCentralDifferences(Loss loss) {
    GradientCheck check = new GradientCheck();
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomStream r = new RandomStream(RandomStream.key(seed, 4));
      int targets = targets(loss, r);
      int outputs = loss.outputs(targets);
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
      setTargets(net, loss, targets, r);
      TestNetwork.randomize(net.program().lossGradient(), 1, r);
      int tries = 0;
      do {
        Arrays.setAll(output.data(), i -> 2 * r.nextGaussian());
        assertTrue(tries++ < 1000, "every draw is near a kink");
      } while (nearKink(net, output));
      check.check(loss + ", seed " + seed, net, List.of(output));
    }
    assertTrue(check.checked() > 0, "nothing was checked");
    assertTrue(check.worst() < GradientCheck.TOLERANCE, check::toString);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hessianProductsEqualDifferencesOfGradients(Loss loss) {
    for (int seed = 0; seed < SEEDS; seed++) {
      int classes = targets(loss, new RandomStream(RandomStream.key(seed, 9)));
      int outputs = loss.outputs(classes);
      HessianCheck.check(
          loss + ", seed " + seed,
          k -> network(k, loss, 3, outputs),
          (net, r) -> {
            setTargets(net, loss, classes, r);
            double[] t = net.program().target().toArray();
            double[] x = new double[3 * outputs];
            for (int i = 0; i < x.length; i++) {
              do {
                x[i] = 2 * r.nextGaussian();
              } while (loss instanceof Pairwise f && isSharp(f, x[i], t[i]));
            }
            net.program().input().set(x);
            TestNetwork.randomize(net.program().lossGradient(), 1, r);
          },
          seed);
    }
  }

  /** Whether the derivative jumps or bends sharply where differences would straddle it. */
  private static boolean isSharp(Pairwise f, double x, double t) {
    double h = 0.005;
    double bend = f.derivative(x + h, t) - 2 * f.derivative(x, t) + f.derivative(x - h, t);
    return Math.abs(bend) > 1e-5;
  }

  private static final double NEAR = 0.005;
  private static final int CELLS = 8;

  /**
   * Whether the gradient jumps or bends sharply where differences would straddle it: on the way
   * through an output, its changes from cell to cell are then far from equal.
   */
  private static boolean nearKink(TestNetwork net, Leaf output) {
    for (int i = 0; i < output.data().length; i++) {
      double x = output.data()[i];
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      double before = Double.NaN;
      for (int c = 0; c <= CELLS; c++) {
        output.data()[i] = x - NEAR + 2 * NEAR * c / CELLS;
        net.loss();
        net.program().backward(false);
        double slope = output.gradient()[i];
        if (c > 0) {
          least = Math.min(least, slope - before);
          most = Math.max(most, slope - before);
        }
        before = slope;
      }
      output.data()[i] = x;
      double size = Math.max(Math.abs(least), Math.abs(most));
      if (most - least > 0.5 * size + 1e-6) {
        return true;
      }
    }
    return false;
  }

  /** Of losses that compare each output with a target of its own. */
  @ParameterizedTest
  @MethodSource("cases")
  void curvaturesEqualCentralDifferences(Loss loss) {
    if (!(loss instanceof Pairwise f)) {
      return;
    }
    RandomStream r = new RandomStream(31);
    double h = 1e-3;
    int checked = 0;
    for (int i = 0; i < 500; i++) {
      double t = target(loss, 1, r)[0];
      double x = 2 * r.nextGaussian();
      double near = f.derivative(x + h, t) - f.derivative(x - h, t);
      double far = f.derivative(x + 2 * h, t) - f.derivative(x - 2 * h, t);
      boolean kink = Math.abs(far - 2 * near) > 1e-3 * Math.max(Math.abs(far), 1e-6);
      if (!kink) {
        double bend = (8 * near - far) / (12 * h);
        assertEquals(
            bend, f.curvature(x, t), 1e-6 * Math.max(1e-2, Math.abs(bend)), loss + " " + x);
        checked++;
      }
    }
    assertTrue(checked > 450, checked + " of 500");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyExampleHasItsOwnLoss(Loss loss) {
    int n = 6;
    RandomStream r = new RandomStream(21);
    int targets = targets(loss, r);
    int outputs = loss.outputs(targets);
    TestNetwork net = network(reference(), loss, n, outputs);
    TestNetwork.randomize(net.program().input(), 2, r);
    setTargets(net, loss, targets, r);
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
      assertEquals(
          together[i], net.program().loss().toArray()[0], 1e-13 * (1 + Math.abs(together[i])));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void thePredictionBeginsWithANumberForEachTarget(Loss loss) {
    Graph g = new Graph(Mode.INFER);
    int targets = targets(loss, new RandomStream(24));
    Shape output = Shape.of(loss.outputs(targets));
    int predicted = loss.predict(g, g.input(output)).shape().columns();
    boolean one = loss.kind() == TargetKind.CLASS;
    assertTrue(one ? predicted == targets : predicted >= targets, predicted + " of " + targets);
    assertEquals(Shape.of(one ? 1 : targets), loss.target(output));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void severalRowsForAnExampleAreRefused(Loss loss) {
    // members have a row each
    Shape tooMuch = loss instanceof MembersLoss ? Shape.of(2, 5, 3) : Shape.of(5, 3);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> loss.target(tooMuch));
    assertTrue(e.getMessage().contains("the last layer gives " + tooMuch), e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void floatResultsAreCloseToTheReference(Loss loss) {
    int targets = targets(loss, new RandomStream(22));
    int outputs = loss.outputs(targets);
    TestNetwork exact = network(reference(), loss, 7, outputs);
    try (Kernels k = kernels()) {
      TestNetwork single = network(k, loss, 7, outputs);
      for (TestNetwork net : List.of(exact, single)) {
        RandomStream r = new RandomStream(22);
        TestNetwork.randomize(net.program().input(), 3, r);
        setTargets(net, loss, targets, r);
        TestNetwork.randomize(net.program().lossGradient(), 1, r);
        net.loss();
        net.program().backward(false);
      }
      close(exact.program().loss().toArray(), single.program().loss().toArray());
      close(exact.gradients().toArray(), single.gradients().toArray());
    }
  }

  private static void close(double[] expected, double[] actual) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected, actual, 2e-5 * Math.max(1, largest));
  }

  /** Outputs so large that a careless formula overflows, in float: the loss and gradient stay. */
  @ParameterizedTest
  @MethodSource("cases")
  void largeOutputsDoNotOverflow(Loss loss) {
    try (Kernels k = kernels()) {
      RandomStream r = new RandomStream(23);
      int targets = targets(loss, r);
      int outputs = loss.outputs(targets);
      TestNetwork net = network(k, loss, 2, outputs);
      double[] large = new double[2 * outputs];
      Arrays.setAll(large, i -> (i % 2 == 0 ? 1 : -1) * (i < outputs ? 5000 : -3000));
      net.program().input().set(large);
      setTargets(net, loss, targets, r);
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
