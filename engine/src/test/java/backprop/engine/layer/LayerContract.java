// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.dual.NoTangentException;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.network.Catalogs;
import backprop.engine.op.AddRow;
import backprop.engine.op.GradientCheck;
import backprop.engine.op.HessianCheck;
import backprop.engine.op.KinkCheck;
import backprop.engine.op.Leaf;
import backprop.engine.op.TestNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every layer must do, whatever it is: right gradients of its input and its parameters while
 * training and predicting, gradients that overwrite or add up as asked, examples that do not see
 * each other, the same parameters in both recordings, a text form, close results in float. A
 * subclass names its layers in {@link #cases()}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LayerContract {
  private static final int SEEDS = 6;
  private static final int TRIES = 1000;

  /** All layers under test. */
  protected abstract Stream<Case> cases();

  /** The kernels that must agree with the reference; another backend's tests override this. */
  protected Kernels kernels() {
    return Backends.choose("java").backend().open(1);
  }

  /**
   * A layer under test.
   *
   * @param layer the layer
   * @param alone whether an example's output while training depends on that example alone: not on
   *     the others of the batch, nor on chance
   * @param shapes draws shapes that it may take; what it refuses is drawn again
   */
  public record Case(Layer layer, boolean alone, Function<RandomStream, Shape> shapes) {
    /** A layer that takes features or a sequence, of one to seven columns if it takes those. */
    public Case(Layer layer, boolean alone) {
      this(layer, alone, null);
    }

    @Override
    public String toString() {
      return Catalogs.print(Layer.class, layer);
    }

    /** A shape that the layer takes, of one to seven columns if there is one. */
    Shape input(RandomStream r) {
      return shapes == null ? rows(r) : drawn(r);
    }

    private Shape drawn(RandomStream r) {
      for (int i = 0; ; i++) {
        Shape shape = shapes.apply(r);
        try (Kernels k = reference()) {
          network(k, Mode.TRAIN, 1, shape);
          return shape;
        } catch (IllegalArgumentException e) {
          if (i == 64) {
            throw e;
          }
        }
      }
    }

    private Shape rows(RandomStream r) {
      int columns = 1 + r.nextInt(7);
      boolean features = r.nextInt(2) == 0;
      int time = 1 + (features ? columns % 3 : r.nextInt(3));
      IllegalArgumentException last = null;
      // what refuses features may take a sequence, and the other way round
      for (int i = 0; i < 128; i++) {
        int c = 1 + (columns - 1 + i) % 64;
        Shape shape = features == i < 64 ? Shape.of(c) : Shape.of(time, c);
        try (Kernels k = reference()) {
          network(k, Mode.TRAIN, 1, shape);
          return shape;
        } catch (IllegalArgumentException e) {
          last = e;
        }
      }
      // longer sequences and images, for layers with windows
      int few = 1 + columns % 3;
      for (Shape shape : List.of(Shape.of(5, few), Shape.of(5, 4, few))) {
        try (Kernels k = reference()) {
          network(k, Mode.TRAIN, 1, shape);
          return shape;
        } catch (IllegalArgumentException e) {
          last = e;
        }
      }
      throw last;
    }

    /** With a trained row added to the input, so that a gradient flows through every layer. */
    TestNetwork network(Kernels k, Mode mode, int batch, Shape input) {
      TestNetwork.Body body =
          (g, in) -> {
            Value row = g.parameter("row", 1, input.columns(), Role.BIAS, (w, x, y, i, o, r) -> {});
            return layer.apply(g, g.op(new AddRow(), in, row));
          };
      return new TestNetwork(k, mode, batch, input, body, TestNetwork.PROBE);
    }
  }

  private static Kernels reference() {
    return Backends.choose("reference").backend().open(1);
  }

  /** Random parameters, input, probe and weights of the examples. */
  private static void randomize(TestNetwork net, RandomStream r) {
    TestNetwork.randomize(net.parameters(), 0.7, r);
    TestNetwork.randomize(net.program().input(), 1, r);
    TestNetwork.randomize(net.program().target(), 1, r);
    TestNetwork.randomize(net.program().lossGradient(), 1, r);
    net.program().randomness(r.nextLong(), 2);
  }

  /** Puts the state into a network as some training steps leave it. */
  private static void trainedState(Case c, TestNetwork net, Shape input, RandomStream r) {
    try (Kernels k = reference()) {
      TestNetwork training = c.network(k, Mode.TRAIN, 4, input);
      for (int i = 0; i < 3; i++) {
        randomize(training, r);
        training.loss();
      }
      net.state().set(training.state().toArray());
    }
  }

  // ---- gradients

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsEqualCentralDifferencesWhileTraining(Case c) {
    checkGradients(c, Mode.TRAIN);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsEqualCentralDifferencesWhilePredicting(Case c) {
    checkGradients(c, Mode.INFER);
  }

  private void checkGradients(Case c, Mode mode) {
    GradientCheck check = new GradientCheck();
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomStream r = new RandomStream(RandomStream.key(seed, mode.ordinal()));
      Shape input = c.input(r);
      int batch = 2 + r.nextInt(3);
      Leaf x = new Leaf(input, true, true, new double[batch * input.elements()]);
      TestNetwork net =
          new TestNetwork(
              reference(),
              mode,
              batch,
              Shape.of(1),
              (g, in) -> c.layer.apply(g, x.place(g, in, "leaf-x")),
              TestNetwork.PROBE);
      if (mode == Mode.INFER && net.state().size() > 0) {
        trainedState(c, net, input, r);
      }
      int tries = 0;
      do {
        randomize(net, r);
        Arrays.setAll(x.data(), i -> r.nextGaussian());
        net.loss();
        assertTrue(tries++ < TRIES, "every draw is near a kink");
      } while (net.program().nodes().stream().anyMatch(KinkCheck::near));
      check.check(c + " " + mode + ", seed " + seed, net, List.of(x));
    }
    assertTrue(check.checked() > 0, "nothing was checked");
    assertTrue(check.worst() < GradientCheck.TOLERANCE, check::toString);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backwardOverwritesOrAddsAsAsked(Case c) {
    RandomStream r = new RandomStream(11);
    Shape input = c.input(r);
    TestNetwork net = c.network(reference(), Mode.TRAIN, 3, input);
    randomize(net, r);
    double[] rubbish = new double[net.gradients().size()];
    Arrays.fill(rubbish, Double.NaN);
    net.gradients().set(rubbish);
    net.loss();
    net.program().backward(false);
    double[] first = net.gradients().toArray();
    TestNetwork.randomize(net.program().input(), 1, r);
    net.loss();
    net.program().backward(true);
    double[] both = net.gradients().toArray();
    net.loss();
    net.program().backward(false);
    double[] second = net.gradients().toArray();
    for (int i = 0; i < first.length; i++) {
      assertEquals(first[i] + second[i], both[i], 1e-12 * (1 + Math.abs(both[i])), "gradient " + i);
    }
  }

  /**
   * Recurrent cells, which have no second derivatives, say so and are skipped here with that
   * reason; all others must be exact.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void hessianProductsEqualDifferencesOfGradients(Case c) {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomStream r = new RandomStream(RandomStream.key(seed, 17));
      Shape input = c.input(r);
      int batch = 2 + r.nextInt(3);
      long draw = 0;
      TestNetwork net = c.network(reference(), Mode.TRAIN, batch, input);
      do {
        randomize(net, new RandomStream(++draw));
        net.loss();
        assertTrue(draw < TRIES, "every draw is near a kink");
      } while (net.program().nodes().stream().anyMatch(KinkCheck::near));
      try {
        HessianCheck.check(
            c + ", seed " + seed,
            k -> c.network(k, Mode.TRAIN, batch, input),
            LayerContract::randomize,
            draw);
      } catch (NoTangentException e) {
        assertTrue(e.getMessage().contains("loops of recurrent cells"), e.getMessage());
        Assumptions.abort(c + ": " + e.getMessage());
      }
    }
  }

  // ---- examples

  @ParameterizedTest
  @MethodSource("cases")
  void aBatchIsItsExamplesOneByOne(Case c) {
    if (c.alone) {
      checkOneByOne(c, Mode.TRAIN);
    }
    checkOneByOne(c, Mode.INFER);
  }

  private void checkOneByOne(Case c, Mode mode) {
    int n = 5;
    RandomStream r = new RandomStream(12);
    Shape input = c.input(r);
    TestNetwork net = c.network(reference(), mode, n, input);
    if (net.state().size() > 0) {
      trainedState(c, net, input, r);
    }
    randomize(net, r);
    double[] x = net.program().input().toArray();
    double[] t = net.program().target().toArray();
    double[] weights = net.program().lossGradient().toArray();
    net.loss();
    net.program().backward(false);
    double[] together = net.program().prediction().toArray();
    double[] gradient = net.gradients().toArray();
    int in = x.length / n;
    int out = t.length / n;
    int losses = weights.length / n;
    for (int i = 0; i < n; i++) {
      net.program().batch(1);
      net.program().input().set(Arrays.copyOfRange(x, i * in, (i + 1) * in));
      net.program().target().set(Arrays.copyOfRange(t, i * out, (i + 1) * out));
      net.program().lossGradient().set(Arrays.copyOfRange(weights, i * losses, (i + 1) * losses));
      net.loss();
      assertArrayEquals(
          Arrays.copyOfRange(together, i * out, (i + 1) * out),
          net.program().prediction().toArray(),
          1e-12,
          "example " + i);
      net.program().backward(i > 0);
    }
    assertArrayEquals(gradient, net.gradients().toArray(), 1e-11, "sum of gradients");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void trainingAndPredictingHaveTheSameParameters(Case c) {
    Shape input = c.input(new RandomStream(13));
    TestNetwork train = c.network(reference(), Mode.TRAIN, 2, input);
    TestNetwork infer = c.network(reference(), Mode.INFER, 2, input);
    assertEquals(train.layout().slots(), infer.layout().slots());
    assertEquals(places(train), places(infer));
    assertEquals(train.outputShape(), infer.outputShape());
  }

  /** The state, but not whether it gathers sums, which it does only while training. */
  private static List<String> places(TestNetwork net) {
    return net.layout().states().stream()
        .map(s -> s.path() + ": " + s.columns() + " from " + s.offset() + " = " + s.initial())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predictingLeavesTheStateAlone(Case c) {
    RandomStream r = new RandomStream(14);
    Shape input = c.input(r);
    TestNetwork net = c.network(reference(), Mode.INFER, 3, input);
    trainedState(c, net, input, r);
    double[] before = net.state().toArray();
    randomize(net, r);
    net.loss();
    net.program().backward(false);
    assertArrayEquals(before, net.state().toArray());
  }

  // ---- float, text

  @ParameterizedTest
  @MethodSource("cases")
  void floatResultsAreCloseToTheReference(Case c) {
    for (Mode mode : Mode.values()) {
      Shape input = c.input(new RandomStream(15));
      TestNetwork exact = c.network(reference(), mode, 4, input);
      try (Kernels k = kernels()) {
        TestNetwork single = c.network(k, mode, 4, input);
        for (TestNetwork net : List.of(exact, single)) {
          RandomStream r = new RandomStream(16);
          trainedState(c, net, input, r);
          randomize(net, r);
          net.loss();
          net.program().backward(false);
        }
        close(
            "output",
            exact.program().prediction().toArray(),
            single.program().prediction().toArray());
        close("gradients", exact.gradients().toArray(), single.gradients().toArray());
        close("state", exact.state().toArray(), single.state().toArray());
      }
    }
  }

  private static void close(String what, double[] expected, double[] actual) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected, actual, 5e-5 * Math.max(largest, 1e-2), what);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itsTextReadsAsTheSame(Case c) {
    String text = Catalogs.print(Layer.class, c.layer);
    assertEquals(c.layer, Catalogs.parse(Layer.class, text));
    assertEquals(text, Catalogs.print(Layer.class, Catalogs.parse(Layer.class, text)));
  }
}
