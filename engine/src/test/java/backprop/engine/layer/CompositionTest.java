// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.network.Catalogs;
import backprop.engine.op.TestNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches, routed columns, repetitions, gates and scales. */
final class CompositionTest {
  private final Kernels k = Backends.choose("reference").backend().open(1);

  @AfterEach
  void close() {
    k.close();
  }

  private static Layer parse(String text) {
    return Catalogs.parse(Layer.class, text);
  }

  private TestNetwork network(String layer, Shape input) {
    return new TestNetwork(k, Mode.INFER, 1, input, parse(layer)::apply, TestNetwork.PROBE);
  }

  private static double[] run(TestNetwork net, double... x) {
    net.program().input().set(x);
    net.program().forward();
    return net.program().prediction().toArray();
  }

  private static TreeSet<String> paths(String layer, Shape input) {
    Graph g = new Graph(Mode.TRAIN);
    parse(layer).apply(g, g.input(input));
    return new Layout(g)
        .slots().stream().map(Slot::path).collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @CsvSource({
    "columns(1-2), 1 2",
    "columns(2), 2",
    "columns(first), 1",
    "columns(last), 5",
    "columns(first-last), 1 2 3 4 5",
    "'columns(4-last, first-2)', 4 5 1 2",
    "'columns(3, 3, 1)', 3 3 1",
    "'columns(\"2-3\", \"5\")', 2 3 5"
  })
  void columnsAreTakenInTheGivenOrder(String text, String expected) {
    double[] y = run(network(text, Shape.of(5)), 1, 2, 3, 4, 5);
    String said = Arrays.stream(y).mapToObj(v -> "" + (int) v).collect(Collectors.joining(" "));
    assertEquals(expected, said);
    assertEquals(parse(text), parse(Catalogs.print(Layer.class, parse(text))));
  }

  @Test
  void rangesArePrintedAsTheyAreWritten() {
    String text = "concatenate(chain(columns(1-4), dense(8)), chain(columns(5, 7-last), dense(8)))";
    assertEquals(text, Catalogs.print(Layer.class, parse(text)));
    String fully = Catalogs.texts().printFully(Layer.class, parse(text));
    assertEquals(parse(text), parse(fully));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "columns()",
        "columns(0)",
        "columns(4-1)",
        "columns(last-2)",
        "columns(3-first)",
        "columns(1-4-5)",
        "columns(middle)",
        "columns(-1)",
        "columns(1.5)"
      })
  void whatIsNoRangeIsRefused(String text) {
    if (text.equals("columns(last-2)") || text.equals("columns(3-first)")) {
      // where the last column is may make it right or wrong
      assertThrows(IllegalArgumentException.class, () -> network(text, Shape.of(5)), text);
    } else {
      assertThrows(IllegalArgumentException.class, () -> parse(text), text);
    }
  }

  @Test
  void columnsThatAreNotThereAreNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> network("chain(dense(5), columns(2-6))", Shape.of(3)));
    assertEquals(
        "layer 1-columns: there are no columns 2-6: its input is 5, so they are 1 to 5",
        e.getMessage());
  }

  @Test
  void branchesGetTheSameInputAndTheirOutputsLieSideBySide() {
    TestNetwork net =
        network(
            "concatenate(chain(), chain(columns(1-2), dense(2)), columns(last))", Shape.of(2, 3));
    net.parameter("1-chain/1-dense/weights").set(1, 10, 100, 1000);
    assertArrayEquals(
        new double[] {1, 2, 3, 201, 2010, 3, 4, 5, 6, 504, 5040, 6},
        run(net, 1, 2, 3, 4, 5, 6),
        1e-12);
    assertEquals(Shape.of(2, 6), net.outputShape());
  }

  @Test
  void sumsAndProductsAreElementByElement() {
    Shape two = Shape.of(2);
    assertArrayEquals(
        new double[] {9, 12},
        run(network("add(chain(), chain(), columns(2, 1))", two), 2, 5),
        1e-12);
    assertArrayEquals(
        new double[] {20, 50},
        run(network("multiply(chain(), chain(), columns(2, 1))", two), 2, 5),
        1e-12);
  }

  @Test
  void branchesThatDoNotFitSayWhere() {
    String added =
        assertThrows(
                IllegalArgumentException.class,
                () -> network("chain(add(dense(2), dense(3)))", Shape.of(3)))
            .getMessage();
    assertEquals("layer 0-add: cannot add 2 and 3: the shapes must be equal", added);
    for (String text :
        List.of("concatenate()", "add()", "multiply()", "repeat(2)", "repeat(0, chain)")) {
      assertThrows(IllegalArgumentException.class, () -> parse(text), text);
    }
  }

  @Test
  void everyRepetitionHasParametersOfItsOwn() {
    assertEquals(
        new TreeSet<>(
            List.of(
                "0/0-dense/bias",
                "0/0-dense/weights",
                "0/1-rms-norm/gain",
                "1/0-dense/bias",
                "1/0-dense/weights",
                "1/1-rms-norm/gain")),
        paths("repeat(2, dense(4), rms-norm)", Shape.of(4)));
    TestNetwork net = network("repeat(3, scale)", Shape.of(1));
    net.parameter("0/0-scale/factors").set(2);
    net.parameter("1/0-scale/factors").set(3);
    net.parameter("2/0-scale/factors").set(5);
    assertArrayEquals(new double[] {30}, run(net, 1), 1e-12);
  }

  @Test
  void aGatedUnitIsAProduct() {
    TestNetwork net = network("glu(2)", Shape.of(1));
    net.parameter("value/weights").set(2, 3);
    net.parameter("value/bias").set(1, -1);
    net.parameter("gate/weights").set(1, -1);
    net.parameter("gate/bias").set(0.5, 0);
    double[] y = run(net, 2);
    assertEquals(5 / (1 + Math.exp(-2.5)), y[0], 1e-12);
    assertEquals(5 / (1 + Math.exp(2)), y[1], 1e-12);
    TestNetwork relu = network("glu(1, relu)", Shape.of(1));
    relu.parameter("value/weights").set(2);
    relu.parameter("gate/weights").set(-3);
    assertArrayEquals(new double[] {0}, run(relu, 2), 1e-12);
    assertArrayEquals(new double[] {-24}, run(relu, -2), 1e-12);
  }

  /** Two pieces make the absolute value, which no single unit of a ReLU can. */
  @Test
  void maxoutIsTheLargestPiece() {
    TestNetwork net = network("maxout(2, 2)", Shape.of(1));
    net.parameter("weights").set(1, 3, -1, 0);
    net.parameter("bias").set(0, 0, 0, 1);
    assertArrayEquals(new double[] {4, 12}, run(net, 4), 1e-12);
    assertArrayEquals(new double[] {4, 1}, run(net, -4), 1e-12);
  }

  @Test
  void factorsScaleAndLearnAtTheirRate() {
    Graph g = new Graph(Mode.TRAIN);
    parse("scale(rate-factor=10)").apply(g, g.input(Shape.of(3)));
    Slot factors = new Layout(g).slot("factors");
    assertEquals(10, factors.rateFactor());
    TestNetwork net = network("scale", Shape.of(3));
    assertArrayEquals(new double[] {1, -2, 3}, run(net, 1, -2, 3), "starts as it is");
    net.parameter("factors").set(2, 0.5, -1);
    assertArrayEquals(new double[] {2, -1, -3}, run(net, 1, -2, 3), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> parse("scale(0)"));
  }

  @Test
  void rmsNormDividesByTheRootMeanSquare() {
    TestNetwork net = network("rms-norm(0.5)", Shape.of(2, 3));
    net.parameter("gain").set(1, 2, -1);
    double[] x = {0.5, -1, 2, 3, 0.1, -0.7};
    double[] y = run(net, x);
    double[] gain = {1, 2, -1};
    for (int t = 0; t < 2; t++) {
      double squares = 0;
      for (int i = 0; i < 3; i++) {
        squares += x[3 * t + i] * x[3 * t + i] / 3;
      }
      for (int i = 0; i < 3; i++) {
        assertEquals(gain[i] * x[3 * t + i] / Math.sqrt(squares + 0.5), y[3 * t + i], 1e-12);
      }
    }
    assertTrue(paths("rms-norm", Shape.of(3)).equals(new TreeSet<>(List.of("gain"))));
  }
}
