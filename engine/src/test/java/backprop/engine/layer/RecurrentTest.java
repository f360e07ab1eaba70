// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Softplus;
import backprop.engine.activation.Tanh;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.graph.Value;
import backprop.engine.op.TestNetwork;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The layer contract for recurrent layers, and what belongs to them alone. */
final class RecurrentTest extends LayerContract {
  private static final int UNITS = 3;
  private static final int BATCH = 4;

  /** An activation that is no function of one number. */
  private static final Activation WHOLE = (g, x) -> x;

  @Override
  protected Stream<Case> cases() {
    return Stream.concat(
            Stream.of(
                new Rnn(4, false),
                new Rnn(3, new Softplus(), true, true, 0, 0),
                new Lstm(3, false),
                new Lstm(2, true),
                new Lstm(2, new Softplus(), new Tanh(), true, true, 0, 0, -0.5),
                new Gru(3, false),
                new Gru(2, new Softplus(), new Tanh(), true, true, 0, 0),
                new Bidirectional(new Rnn(2, true)),
                new Bidirectional(new Lstm(2, false)),
                new Bidirectional(new Gru(3, true), Bidirectional.Merge.SUM),
                new Bidirectional(new Lstm(3, true), Bidirectional.Merge.AVERAGE),
                new Bidirectional(new Rnn(2, false), Bidirectional.Merge.MULTIPLY),
                new LastStep(),
                new Masking(),
                Chain.of(new Masking(), new Rnn(2, true), new GlobalAveragePool()),
                Chain.of(new Masking(), new Lstm(2, true), new Gru(3, true), new LastStep())),
            Stream.of(
                new Rnn(3, new Tanh(), true, false, 0, 0.3),
                new Lstm(2, new Tanh(), new Sigmoid(), false, true, 0, 0.5, 1),
                new Gru(3, new Tanh(), new Sigmoid(), false, false, 0, 0.3)))
        .map(
            layer ->
                new Case(
                    layer,
                    !layer.toString().matches(".*recurrentDropout=0\\.[1-9].*"),
                    r -> Shape.of(1 + r.nextInt(6), 1 + r.nextInt(4))));
  }

  private static Kernels reference() {
    return Backends.choose("reference").backend().open(1);
  }

  private static TestNetwork network(Layer layer, int time, int features) {
    return new TestNetwork(
        reference(),
        Mode.TRAIN,
        BATCH,
        Shape.of(time, features),
        (g, in) -> layer.apply(g, in),
        TestNetwork.PROBE);
  }

  private static Layer cell(ComposedCells.Kind kind, boolean sequence, boolean reverse, int steps) {
    return switch (kind) {
      case RNN -> new Rnn(UNITS, new Tanh(), sequence, reverse, steps, 0);
      case LSTM -> new Lstm(UNITS, new Tanh(), new Sigmoid(), sequence, reverse, steps, 0, 1);
      case GRU -> new Gru(UNITS, new Tanh(), new Sigmoid(), sequence, reverse, steps, 0);
    };
  }

  /** The same numbers in the parameters of the same names. */
  private static void sameParameters(TestNetwork from, TestNetwork to) {
    for (Slot s : from.layout().slots()) {
      to.parameter(s.path()).set(from.parameter(s.path()).toArray());
    }
  }

  private static double[] numbers(int n, long seed) {
    RandomStream r = new RandomStream(seed);
    double[] x = new double[n];
    Arrays.setAll(x, i -> r.nextGaussian());
    return x;
  }

  private static void run(TestNetwork net, double[] input, double[] target) {
    net.program().input().set(input);
    net.program().target().set(target);
    net.program().lossGradient().set(numbers(net.program().lossGradient().size(), 5));
    net.loss();
    net.program().backward(false);
  }

  @Test
  void theMeanOfAPaddedSequenceIsThatOfItsRealSteps() {
    Layer layer = Chain.of(new Masking(), new GlobalAveragePool());
    TestNetwork net = network(layer, 3, 2);
    double nan = Double.NaN;
    net.program()
        .input()
        .set(
            1, 2, 3, 4, 0, 0, //
            5, 6, nan, nan, 0, 0, //
            1, 2, 3, 4, 5, 9, //
            0, 0, 0, 0, 0, 0);
    net.program().forward();
    assertArrayEquals(
        new double[] {2, 3, 5, 6, 3, 5, 0, 0}, net.program().prediction().toArray(), 1e-12);
  }

  // ---- equal to the composition of small ops

  @ParameterizedTest
  @EnumSource
  void equalsTheCompositionOfSmallOps(ComposedCells.Kind kind) {
    for (boolean reverse : new boolean[] {false, true}) {
      for (boolean masked : new boolean[] {false, true}) {
        for (int segment : new int[] {0, 1, 2, 3, 7, 9}) {
          compare(kind, reverse, masked, segment);
        }
      }
    }
  }

  private void compare(ComposedCells.Kind kind, boolean reverse, boolean masked, int segment) {
    int time = 7;
    // A recurrent layer below, so that the gradient of the inputs is compared as well.
    Layer below = new Rnn(2, true);
    Layer first = masked ? Chain.of(new Masking(), below) : Chain.of(below);
    Layer one = cell(kind, true, reverse, segment);
    Layer two = new ComposedCells(kind, UNITS, reverse, segment);
    TestNetwork a = network(named(first, one), time, 2);
    TestNetwork b = network(named(first, two), time, 2);
    TestNetwork.randomize(a.parameters(), 0.7, new RandomStream(3));
    sameParameters(a, b);
    double[] x = numbers(BATCH * time * 2, 4);
    RandomStream r = new RandomStream(6);
    for (int i = 0; i < x.length / 2; i++) {
      if (r.nextInt(3) == 0) {
        x[2 * i] = 0;
        x[2 * i + 1] = 0;
      }
    }
    double[] target = numbers(BATCH * time * UNITS, 8);
    run(a, x, target);
    run(b, x, target);
    String where = kind + " reverse " + reverse + " masked " + masked + " segment " + segment;
    assertArrayEquals(
        b.program().prediction().toArray(), a.program().prediction().toArray(), 1e-13, where);
    for (Slot s : a.layout().slots()) {
      assertArrayEquals(
          b.gradient(s.path()).toArray(),
          a.gradient(s.path()).toArray(),
          1e-12,
          where + ", gradient of " + s.path());
    }
  }

  /** A chain of two whose second has the same path whatever it is. */
  private static Layer named(Layer first, Layer second) {
    return (g, x) -> {
      Value v = g.scoped("0-first", () -> first.apply(g, x));
      return g.scoped("1-cell", () -> second.apply(g, v));
    };
  }

  // ---- truncation

  @ParameterizedTest
  @EnumSource
  void truncationCutsTheGradientAndNothingElse(ComposedCells.Kind kind) {
    TestNetwork whole = network(cell(kind, false, false, 0), 6, 2);
    TestNetwork cut = network(cell(kind, false, false, 2), 6, 2);
    TestNetwork same = network(cell(kind, false, false, 6), 6, 2);
    TestNetwork.randomize(whole.parameters(), 0.7, new RandomStream(3));
    for (TestNetwork net : new TestNetwork[] {cut, same}) {
      sameParameters(whole, net);
    }
    double[] x = numbers(BATCH * 12, 1);
    double[] target = numbers(BATCH * UNITS, 2);
    for (TestNetwork net : new TestNetwork[] {whole, cut, same}) {
      run(net, x, target);
    }
    double[] output = whole.program().prediction().toArray();
    assertArrayEquals(output, cut.program().prediction().toArray(), 0);
    assertArrayEquals(whole.gradients().toArray(), same.gradients().toArray(), 0);
    assertFalse(Arrays.equals(whole.gradients().toArray(), cut.gradients().toArray()));
  }

  // ---- masks

  @ParameterizedTest
  @EnumSource
  void paddingChangesNothing(ComposedCells.Kind kind) {
    int time = 4;
    // real steps, and where they lie among seven
    int[][] places = {{0, 1, 2, 3}, {3, 4, 5, 6}, {0, 2, 3, 6}};
    for (boolean reverse : new boolean[] {false, true}) {
      for (double padding : new double[] {0, Double.NaN}) {
        for (int[] place : places) {
          TestNetwork plain = network(cell(kind, false, reverse, 0), time, 2);
          TestNetwork padded = network(named(new Masking(), cell(kind, false, reverse, 0)), 7, 2);
          TestNetwork.randomize(plain.parameters(), 0.7, new RandomStream(9));
          for (Slot s : plain.layout().slots()) {
            padded.parameter("1-cell/" + s.path()).set(plain.parameter(s.path()).toArray());
          }
          double[] x = numbers(BATCH * time * 2, 10);
          double[] wide = new double[BATCH * 7 * 2];
          Arrays.fill(wide, padding);
          for (int b = 0; b < BATCH; b++) {
            for (int t = 0; t < time; t++) {
              System.arraycopy(x, (b * time + t) * 2, wide, (b * 7 + place[t]) * 2, 2);
            }
          }
          double[] target = numbers(BATCH * UNITS, 11);
          run(plain, x, target);
          run(padded, wide, target);
          assertArrayEquals(
              plain.program().prediction().toArray(),
              padded.program().prediction().toArray(),
              1e-14);
          for (Slot s : plain.layout().slots()) {
            assertArrayEquals(
                plain.gradient(s.path()).toArray(),
                padded.gradient("1-cell/" + s.path()).toArray(),
                1e-12,
                s.path());
          }
        }
      }
    }
  }

  @Test
  void theLastStepIsTheLastRealOne() {
    TestNetwork net = network(Chain.of(new Masking(), new LastStep()), 3, 2);
    double nan = Double.NaN;
    net.program()
        .input()
        .set(
            1, 2, 3, 4, 5, 6, //
            1, 2, 3, 4, 0, 0, //
            1, 2, nan, nan, nan, nan, //
            0, 0, 0, 0, 0, 0);
    net.program().forward();
    assertArrayEquals(new double[] {5, 6, 3, 4, 1, 2, 0, 0}, net.program().prediction().toArray());
  }

  @Test
  void stepsOnceFoundToBePaddingStaySo() {
    Layer twice = Chain.of(new Masking(), new Dense(1), new Masking(7, false), new LastStep());
    TestNetwork net = network(twice, 2, 1);
    net.parameter("1-dense/weights").set(1);
    net.parameter("1-dense/bias").set(2);
    net.program().input().set(1, 0, 1, 5, 4, 1, 3, 3);
    net.program().forward();
    // The first example's second step is 2 behind the dense layer, the second's is 7.
    assertArrayEquals(new double[] {3, 3, 3, 5}, net.program().prediction().toArray());
  }

  // ---- directions

  @ParameterizedTest
  @EnumSource
  void bothDirectionsAreTwoRuns(ComposedCells.Kind kind) {
    for (boolean sequence : new boolean[] {false, true}) {
      for (Bidirectional.Merge merge : Bidirectional.Merge.values()) {
        TestNetwork both = network(new Bidirectional(cell(kind, sequence, false, 0), merge), 5, 2);
        TestNetwork.randomize(both.parameters(), 0.7, new RandomStream(12));
        double[] x = numbers(BATCH * 10, 13);
        double[] a = oneWay(kind, sequence, false, both, "forward/", x);
        double[] b = oneWay(kind, sequence, true, both, "backward/", x);
        both.program().input().set(x);
        both.program().forward();
        double[] y = both.program().prediction().toArray();
        for (int i = 0; i < a.length; i++) {
          int row = i / UNITS;
          int j = i % UNITS;
          switch (merge) {
            case CONCATENATE -> {
              assertEquals(a[i], y[row * 2 * UNITS + j], 1e-14);
              assertEquals(b[i], y[row * 2 * UNITS + UNITS + j], 1e-14);
            }
            case SUM -> assertEquals(a[i] + b[i], y[i], 1e-14);
            case AVERAGE -> assertEquals((a[i] + b[i]) / 2, y[i], 1e-14);
            default -> assertEquals(a[i] * b[i], y[i], 1e-14);
          }
        }
      }
    }
  }

  private static double[] oneWay(
      ComposedCells.Kind kind,
      boolean sequence,
      boolean reverse,
      TestNetwork both,
      String scope,
      double[] x) {
    TestNetwork one = network(cell(kind, sequence, reverse, 0), 5, 2);
    for (Slot s : one.layout().slots()) {
      one.parameter(s.path()).set(both.parameter(scope + s.path()).toArray());
    }
    one.program().input().set(x);
    one.program().forward();
    return one.program().prediction().toArray();
  }

  /** Running backward is running forward over the steps in the opposite order. */
  @ParameterizedTest
  @EnumSource
  void backwardIsForwardOverTheOppositeOrder(ComposedCells.Kind kind) {
    TestNetwork forward = network(cell(kind, true, false, 0), 5, 2);
    TestNetwork backward = network(cell(kind, true, true, 0), 5, 2);
    TestNetwork.randomize(forward.parameters(), 0.7, new RandomStream(12));
    sameParameters(forward, backward);
    double[] x = numbers(BATCH * 10, 13);
    forward.program().input().set(x);
    backward.program().input().set(turned(x, 5, 2));
    forward.program().forward();
    backward.program().forward();
    assertArrayEquals(
        turned(forward.program().prediction().toArray(), 5, UNITS),
        backward.program().prediction().toArray(),
        0);
  }

  private static double[] turned(double[] x, int time, int columns) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int row = i / columns;
      int t = row % time;
      y[(row - t + time - 1 - t) * columns + i % columns] = x[i];
    }
    return y;
  }

  // ---- start

  @Test
  void theForgetGateStartsOpenAndTheRecurrentWeightsOrthogonal() {
    TestNetwork net = network(new Lstm(UNITS, false), 2, 2);
    double[] bias = net.parameter("bias").toArray();
    for (int i = 0; i < bias.length; i++) {
      assertEquals(i / UNITS == 1 ? 1 : 0, bias[i]);
    }
    Matrix u = net.parameter("recurrent");
    for (int g = 0; g < 4; g++) {
      double[] q = u.columns(g * UNITS, UNITS).toArray();
      for (int i = 0; i < UNITS; i++) {
        for (int j = 0; j < UNITS; j++) {
          double dot = 0;
          for (int p = 0; p < UNITS; p++) {
            dot += q[p * UNITS + i] * q[p * UNITS + j];
          }
          assertEquals(i == j ? 1 : 0, dot, 1e-8);
        }
      }
    }
    assertNotEquals(
        u.columns(0, UNITS).toArray()[0], u.columns(UNITS, UNITS).toArray()[0], "groups alike");
  }

  // ---- recurrent dropout

  @Test
  void recurrentDropoutHidesTheStateInTrainingOnly() {
    Layer dropping = new Rnn(UNITS, new Tanh(), true, false, 0, 0.5);
    Layer plain = new Rnn(UNITS, true);
    double[] x = numbers(BATCH * 10, 13);
    double[] expected = outputs(plain, Mode.TRAIN, x);
    assertArrayEquals(expected, outputs(dropping, Mode.INFER, x), 0);
    assertFalse(Arrays.equals(expected, outputs(dropping, Mode.TRAIN, x)));
    double[] dropped = outputs(dropping, Mode.TRAIN, x);
    for (int b = 0; b < BATCH; b++) {
      int at = b * 5 * UNITS;
      assertArrayEquals(
          Arrays.copyOfRange(expected, at, at + UNITS),
          Arrays.copyOfRange(dropped, at, at + UNITS),
          0,
          "the first step has no state to hide");
    }
  }

  private static double[] outputs(Layer layer, Mode mode, double[] x) {
    TestNetwork net =
        new TestNetwork(reference(), mode, BATCH, Shape.of(5, 2), layer::apply, TestNetwork.PROBE);
    TestNetwork.randomize(net.parameters(), 0.7, new RandomStream(12));
    net.program().input().set(x);
    net.program().forward();
    return net.program().prediction().toArray();
  }

  // ---- refusals

  @Test
  void whatDoesNotFitIsRefusedByName() {
    refused(() -> new Lstm(0, false), "units is 0");
    refused(() -> new Rnn(1, new Tanh(), false, false, -1, 0), "backprop-steps is -1");
    refused(() -> new Gru(1, new Tanh(), new Sigmoid(), false, false, 0, 1), "recurrent-dropout");
    refused(() -> new Bidirectional(new Dense(3), Bidirectional.Merge.SUM), "layer is dense");
    refused(
        () -> network(Chain.of(new LastStep(), new Lstm(3, false)), 3, 2), "1-lstm", "sequence");
    refused(() -> network(new Rnn(2, WHOLE, false, false, 0, 0), 3, 2), "activation", "tanh");
  }

  private static void refused(Runnable call, String... parts) {
    String said = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    for (String part : parts) {
      assertTrue(said.contains(part), said + " should say " + part);
    }
  }
}
