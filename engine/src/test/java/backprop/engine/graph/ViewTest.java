// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.init.Initializer;
import backprop.engine.op.Add;
import backprop.engine.op.AddRow;
import backprop.engine.op.Affine;
import backprop.engine.op.GradientCheck;
import backprop.engine.op.Leaf;
import backprop.engine.op.Multiply;
import backprop.engine.op.TestNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Views of values: right numbers and right gradients, whoever writes the gradient first. */
class ViewTest {
  private static final Initializer SOME = (w, r, c, in, out, s) -> Arrays.fill(w, 0.3);
  private static final Shape SEQUENCE = Shape.of(3, 4);

  /** What is recorded from a sequence of 3 steps of 4 features. */
  private static Map<String, BiFunction<Graph, Value, Value>> bodies() {
    Map<String, BiFunction<Graph, Value, Value>> all = new TreeMap<>();
    all.put("all as features", (g, x) -> g.reshape(x, Shape.of(12)));
    all.put("more steps", (g, x) -> g.reshape(x, Shape.of(6, 2)));
    all.put("an image", (g, x) -> g.reshape(x, Shape.of(2, 2, 3)));
    all.put("some columns", (g, x) -> square(g, g.columns(x, 1, 2)));
    all.put("a prediction that is a view", (g, x) -> g.step(x, 1));
    all.put("a step", (g, x) -> square(g, g.step(x, 2)));
    all.put("columns of a step", (g, x) -> square(g, g.columns(g.step(x, 1), 2, 1)));
    all.put(
        "columns that overlap",
        (g, x) -> g.op(new Multiply(), g.columns(x, 0, 3), g.columns(x, 1, 3)));
    all.put(
        "a part of a copied part",
        (g, x) -> square(g, g.columns(g.reshape(g.columns(x, 0, 2), Shape.of(6)), 1, 4)));
    all.put(
        "the whole first, then a part",
        (g, x) -> g.op(new Add(), square(g, g.columns(x, 0, 1)), g.columns(square(g, x), 3, 1)));
    all.put(
        "a part first, then the whole",
        (g, x) -> {
          Value whole = g.columns(square(g, x), 3, 1);
          return g.op(new Multiply(), whole, g.columns(x, 0, 1));
        });
    all.put(
        "parts of weights",
        (g, x) -> {
          Value w = g.parameter("w", 2, 6, Role.WEIGHT, SOME);
          Value a = g.op(new Affine(), g.columns(x, 0, 2), g.columns(w, 0, 3));
          Value b = g.op(new Affine(), g.columns(x, 2, 2), g.columns(w, 2, 3));
          return g.op(new Multiply(), a, b);
        });
    all.put(
        "weights under another shape",
        (g, x) -> {
          Value w = g.parameter("w", 2, 6, Role.WEIGHT, SOME);
          return g.op(new Affine(), x, g.reshape(w, Shape.of(4, 3)));
        });
    all.put(
        "a recurrence",
        (g, x) -> {
          Value w = g.parameter("w", 4, 4, Role.WEIGHT, SOME);
          Value sums = g.op(new AddRow(), x, g.parameter("row", 1, 4, Role.BIAS, SOME));
          Value h = g.step(sums, 0);
          for (int t = 1; t < 3; t++) {
            h = g.op(new Add(), g.step(sums, t), g.op(new Affine(), square(g, h), w));
          }
          return h;
        });
    return all;
  }

  private static Value square(Graph g, Value x) {
    return g.op(new Multiply(), x, x);
  }

  static List<String> names() {
    return List.copyOf(bodies().keySet());
  }

  private static TestNetwork network(Kernels k, String name, Leaf x) {
    return new TestNetwork(
        k,
        Mode.TRAIN,
        2,
        Shape.of(1),
        (g, in) -> bodies().get(name).apply(g, x.place(g, in, "leaf-x")),
        TestNetwork.PROBE);
  }

  private static void randomize(TestNetwork net, Leaf x) {
    RandomStream r = new RandomStream(5);
    TestNetwork.randomize(net.parameters(), 0.7, r);
    TestNetwork.randomize(net.program().input(), 1, r);
    TestNetwork.randomize(net.program().target(), 1, r);
    TestNetwork.randomize(net.program().lossGradient(), 1, r);
    Arrays.setAll(x.data(), i -> r.nextGaussian());
  }

  @ParameterizedTest
  @MethodSource("names")
  void gradientsEqualCentralDifferences(String name) {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Leaf x = new Leaf(SEQUENCE, true, true, new double[24]);
      TestNetwork net = network(k, name, x);
      randomize(net, x);
      GradientCheck check = new GradientCheck();
      check.check(name, net, List.of(x));
      assertTrue(check.checked() > 0 && check.worst() < GradientCheck.TOLERANCE, check::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void gradientsOverwriteOrAddAsAsked(String name) {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Leaf x = new Leaf(SEQUENCE, true, true, new double[24]);
      TestNetwork net = network(k, name, x);
      randomize(net, x);
      double[] rubbish = new double[net.gradients().size()];
      Arrays.fill(rubbish, Double.NaN);
      net.gradients().set(rubbish);
      double[] first = backward(net, x, false);
      double[] both = backward(net, x, true);
      double[] again = backward(net, x, false);
      assertArrayEquals(first, again, 0, "from anew");
      for (int i = 0; i < first.length; i++) {
        assertEquals(2 * first[i], both[i], 1e-12 * Math.abs(first[i]), "added");
      }
    }
  }

  /** The gradients of the parameters; that of x is checked to be the same however they add up. */
  private static double[] backward(TestNetwork net, Leaf x, boolean add) {
    double[] before = x.gradient();
    net.loss();
    net.program().backward(add);
    if (before != null) {
      assertArrayEquals(before, x.gradient(), 0, "gradient of x");
    }
    double[] all = net.gradients().toArray();
    int handle = net.layout().slot("leaf-x").offset();
    all[handle] = 0;
    return all;
  }

  @ParameterizedTest
  @MethodSource("names")
  void floatResultsAreCloseToTheReference(String name) {
    try (Kernels exact = new ReferenceBackend().open(1);
        Kernels k = new JavaBackend().open(2)) {
      Leaf x = new Leaf(SEQUENCE, true, true, new double[24]);
      TestNetwork a = network(exact, name, x);
      randomize(a, x);
      a.loss();
      TestNetwork b = network(k, name, x);
      randomize(b, x);
      b.loss();
      assertArrayEquals(
          a.program().prediction().toArray(), b.program().prediction().toArray(), 1e-4);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Graph g = new Graph(Mode.TRAIN);
    Value x = g.input(SEQUENCE);
    String message =
        assertThrows(IllegalArgumentException.class, () -> g.reshape(x, Shape.of(5))).getMessage();
    assertTrue(message.contains("3 x 4 has 12 elements"), message);
    assertThrows(IllegalArgumentException.class, () -> g.columns(x, 3, 2));
    assertThrows(IllegalArgumentException.class, () -> g.columns(x, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> g.step(x, 3));
    assertThrows(IllegalArgumentException.class, () -> g.step(g.step(x, 0), 0));
    assertThrows(IllegalArgumentException.class, () -> g.masked(x, g.input(Shape.of(2, 1))));
    assertThrows(IllegalArgumentException.class, () -> g.addLoss(x));
  }

  @Test
  void aMaskStaysWithTheStepsItIsFor() {
    Graph g = new Graph(Mode.TRAIN);
    Value mask = g.input(Shape.of(3, 1));
    Value x = g.masked(g.input(SEQUENCE), mask);
    Value w = g.parameter("w", 4, 2, Role.WEIGHT, SOME);
    assertSame(mask, x.mask());
    assertSame(mask, g.op(new Affine(), x, w).mask());
    assertSame(mask, g.columns(x, 1, 2).mask());
    assertNull(g.step(x, 1).mask(), "one step");
    assertNull(g.reshape(x, Shape.of(12)).mask(), "features");
    assertNull(g.reshape(x, Shape.of(6, 2)).mask(), "other steps");
  }
}
