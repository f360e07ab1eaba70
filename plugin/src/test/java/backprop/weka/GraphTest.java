// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Drawable;
import weka.core.Instances;
import weka.gui.graphvisualizer.BIFParser;
import weka.gui.graphvisualizer.GraphEdge;
import weka.gui.graphvisualizer.GraphNode;

/** The graph as Weka's own reader of it understands it. */
class GraphTest {
  private record Read(List<String> nodes, List<String> edges) {}

  private static Read read(String xml) throws Exception {
    ArrayList<GraphNode> nodes = new ArrayList<>();
    ArrayList<GraphEdge> edges = new ArrayList<>();
    new BIFParser(xml, nodes, edges).parse();
    List<String> arrows = new ArrayList<>();
    for (GraphEdge e : edges) {
      arrows.add(name(nodes.get(e.src)) + ">" + name(nodes.get(e.dest)));
    }
    for (GraphNode n : nodes) {
      assertEquals(1, n.outcomes.length);
      assertEquals(1, n.probs.length);
    }
    return new Read(nodes.stream().map(n -> n.ID.replace("\u00a0", "")).toList(), arrows);
  }

  private static String name(GraphNode n) {
    return n.ID.replace("\u00a0", "").replaceFirst(":.*", "");
  }

  private static Read graph(String options) throws Exception {
    BackpropNetwork network = TestData.network(options);
    Instances iris = TestData.iris();
    network.buildClassifier(iris);
    assertEquals(Drawable.BayesNet, network.graphType());
    return read(network.graph());
  }

  @Test
  void hasOneNodeForEachLayer() throws Exception {
    Read g = graph("-N 1 -layers \"dense(64, relu), dropout(0.2)\"");
    assertEquals(
        List.of(
            "4 attributes: 4",
            "0-dense: 64, 320 parameters",
            "1-dropout: 64",
            "2-dense: 3, 195 parameters",
            "prediction: 3 classes"),
        g.nodes());
    assertEquals(
        List.of(
            "4 attributes>0-dense", "0-dense>1-dropout", "1-dropout>2-dense", "2-dense>prediction"),
        g.edges());
  }

  @Test
  void showsShortcutsAndBranches() throws Exception {
    Read g =
        graph(
            "-N 1 -layers \"dense(8), residual(dense(8, relu), dense(8)),"
                + " concatenate(dense(3), dense(2))\"");
    assertTrue(g.edges().contains("0-dense>1-residual"), g.edges().toString());
    assertTrue(g.edges().contains("1-residual/1-dense>1-residual"), g.edges().toString());
    assertTrue(g.edges().contains("2-concatenate/0-dense>2-concatenate"), g.edges().toString());
    assertTrue(g.edges().contains("2-concatenate/1-dense>2-concatenate"), g.edges().toString());
    assertTrue(g.nodes().contains("2-concatenate: 5"), g.nodes().toString());
  }

  @Test
  void foldsWhatIsTooLarge() throws Exception {
    Read g = graph("-N 1 -layers \"repeat(3, residual(dense(4))), dense(4), dense(4)\"");
    assertEquals(6, g.nodes().size(), g.nodes().toString());
    String block = "residual(" + "dense(4), ".repeat(29) + "dense(4))";
    Read folded = graph("-N 1 -layers \"" + block + ", " + block + ", " + block + "\"");
    assertEquals(6, folded.nodes().size(), folded.nodes().toString());
    assertTrue(folded.nodes().contains("1-residual: 4, 600 parameters"), folded.nodes().toString());
  }

  @Test
  void saysWhyThereIsNoGraph() throws Exception {
    BackpropNetwork network = new BackpropNetwork();
    assertThrows(IllegalStateException.class, network::graph);
    Instances only = new Instances(TestData.iris());
    only.deleteAttributeAt(3);
    only.deleteAttributeAt(2);
    only.deleteAttributeAt(1);
    only.deleteAttributeAt(0);
    network.buildClassifier(only);
    String sentence = assertThrows(IllegalStateException.class, network::graph).getMessage();
    assertTrue(sentence.startsWith("ZeroR"), sentence);
  }
}
