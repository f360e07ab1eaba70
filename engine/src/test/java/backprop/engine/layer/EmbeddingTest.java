// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.init.Auto;
import backprop.engine.network.Catalogs;
import backprop.engine.op.GradientCheck;
import backprop.engine.op.TestNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that look up rows of tables. */
final class EmbeddingTest {
  private static TestNetwork network(String backend, Layer layer, Shape input) {
    return new TestNetwork(
        Backends.choose(backend).backend().open(1),
        Mode.TRAIN,
        2,
        input,
        layer::apply,
        TestNetwork.PROBE);
  }

  private static Layer layer(String text) {
    Layer layer = Catalogs.parse(Layer.class, text);
    assertEquals(layer, Catalogs.parse(Layer.class, Catalogs.print(Layer.class, layer)));
    return layer;
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "java"})
  void indicesBecomeRows(String backend) {
    TestNetwork net = network(backend, layer("embedding(3, 2)"), Shape.of(3));
    assertEquals(Shape.of(3, 2), net.outputShape());
    net.parameter("table").set(1, 2, 3, 4, 5, 6);
    net.program().input().set(2, 0, 2, Double.NaN, 1, -1);
    net.program().forward();
    assertArrayEquals(
        new double[] {5, 6, 1, 2, 5, 6, 0, 0, 3, 4, 0, 0}, net.program().prediction().toArray());
    net.program().target().set(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    net.program().lossGradient().set(2, 2, 2, 2, 2, 2);
    net.program().backward(false);
    // the probe's gradient of each output is its target times 2 / 2; no word has no gradient
    assertArrayEquals(new double[] {3, 4, 9, 10, 6, 8}, net.gradient("table").toArray());
    Slot table = net.layout().slot("table");
    assertEquals(Role.EMBEDDING, table.role());
    assertEquals(0, table.decayFactor());
  }

  @Test
  void zerosOfNoWordArePaddingForAMasking() {
    Layer layer = layer("chain([embedding(3, 2), masking, last-step])");
    TestNetwork net = network("reference", layer, Shape.of(3));
    net.parameter("0-embedding/table").set(1, 2, 3, 4, 5, 6);
    net.program().input().set(2, 0, -1, 1, -1, -1);
    net.program().forward();
    assertArrayEquals(new double[] {1, 2, 3, 4}, net.program().prediction().toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "java"})
  void attributesHaveTablesOfTheirOwn(String backend) {
    Layer layer = layer("embeddings(sizes=[2, 3], dimensions=[1, 2], columns=[3, 1])");
    TestNetwork net = network(backend, layer, Shape.of(5));
    assertEquals(Shape.of(6), net.outputShape());
    net.parameter("table-0").set(10, 20);
    net.parameter("table-1").set(1, 2, 3, 4, 5, 6);
    net.program().input().set(0.5, 2, 0.25, 0, 0.75, -0.5, 1, -0.25, 1, -0.75);
    net.program().forward();
    assertArrayEquals(
        new double[] {10, 5, 6, 0.5, 0.25, 0.75, 20, 3, 4, -0.5, -0.25, -0.75},
        net.program().prediction().toArray());
  }

  @Test
  void alsoInSequences() {
    Layer layer = layer("embeddings(sizes=[3], dimensions=[2])");
    TestNetwork net = network("reference", layer, Shape.of(2, 2));
    assertEquals(Shape.of(2, 3), net.outputShape());
    net.parameter("table-0").set(1, 2, 3, 4, 5, 6);
    net.program().input().set(0, 0.5, 1, 1.5, 2, 2.5, -1, 3.5);
    net.program().forward();
    assertArrayEquals(
        new double[] {1, 2, 0.5, 3, 4, 1.5, 5, 6, 2.5, 0, 0, 3.5},
        net.program().prediction().toArray());
  }

  @Test
  void gradientsEqualCentralDifferences() {
    Layer layer = layer("chain([embeddings(sizes=[4, 2, 3], columns=[0, 4, 2]), dense(3, tanh)])");
    TestNetwork net = network("reference", layer, Shape.of(5));
    RandomStream r = new RandomStream(1);
    TestNetwork.randomize(net.parameters(), 1, r);
    TestNetwork.randomize(net.program().target(), 1, r);
    TestNetwork.randomize(net.program().lossGradient(), 1, r);
    net.program().input().set(3, 0.4, 1, -0.3, 0, 3, 1.4, 2, -1.3, -1);
    GradientCheck check = new GradientCheck();
    check.check("embeddings", net, List.of());
    assertTrue(check.checked() > 0 && check.worst() < GradientCheck.TOLERANCE, check::toString);
  }

  @Test
  void theRuleForDimensions() {
    Graph g = new Graph(Mode.INFER);
    layer("embeddings([1, 2, 10, 1000, 1000000])").apply(g, g.input(Shape.of(5)));
    Layout layout = new Layout(g);
    int[] expected = {1, 2, 6, 77, 600};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], layout.slot("table-" + i).columns());
    }
  }

  @Test
  void rowsStartWithALengthAboutOne() {
    TestNetwork net = network("reference", new Embedding(500, 64), Shape.of(1));
    double squares = 0;
    for (double w : net.parameter("table").toArray()) {
      squares += w * w;
    }
    assertEquals(1, squares / 500, 0.05);
  }

  @Test
  void otherIndicesAreRefusedByLayerAndPlace() {
    for (String backend : List.of("reference", "java")) {
      TestNetwork net = network(backend, layer("chain([embedding(3, 2)])"), Shape.of(2));
      for (double bad : new double[] {3, -2, 1.5, Double.POSITIVE_INFINITY}) {
        net.program().input().set(0, 1, 2, bad);
        String said =
            assertThrows(IllegalArgumentException.class, net.program()::forward).getMessage();
        assertEquals(
            "layer 0-embedding: lookup: the index of row 1, column 1 is "
                + bad
                + ", allowed are 0 to 2, and -1 or a missing value for none",
            said);
      }
    }
  }

  @Test
  void sizesCanBeGivenLater() {
    assertEquals(
        layer("embeddings([4, 2], [3])"),
        ((Embeddings) layer("embeddings(dimensions=[3])")).sized(List.of(4, 2)));
  }

  @Test
  void optionsThatDoNotFitAreRefused() {
    refused(() -> new Embedding(0, 2), "vocabulary is 0");
    refused(() -> new Embedding(2, 0), "dimensions is 0");
    refused(
        () -> network("reference", layer("chain([embeddings])"), Shape.of(1)),
        "layer 0-embeddings",
        "no sizes");
    refused(
        () -> embeddings(List.of(), List.of(1, 2), List.of()).sized(List.of(4)),
        "1 sizes",
        "2 dimen");
    refused(() -> embeddings(List.of(0), List.of(), List.of()), "sizes has 0");
    refused(() -> embeddings(List.of(2, 2, 2), List.of(1, 2), List.of()), "3 sizes", "2 dimen");
    refused(() -> embeddings(List.of(2, 2), List.of(), List.of(1)), "2 sizes", "1 columns");
    refused(() -> embeddings(List.of(2, 2), List.of(), List.of(1, 1)), "twice");
    refused(
        () -> network("reference", layer("chain([embeddings([2, 2])])"), Shape.of(1)),
        "layer 0-embeddings",
        "no column 1");
    refused(() -> network("reference", new Embedding(2, 2), Shape.of(2, 2)), "2 x 2");
  }

  private static Embeddings embeddings(List<Integer> s, List<Integer> d, List<Integer> c) {
    return new Embeddings(s, d, c, new Auto());
  }

  private static void refused(Runnable call, String... parts) {
    String said = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    for (String part : parts) {
      assertTrue(said.contains(part), said + " should say " + part);
    }
  }
}
