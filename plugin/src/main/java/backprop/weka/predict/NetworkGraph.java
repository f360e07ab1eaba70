// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.predict;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Concatenate;
import backprop.engine.layer.Layer;
import backprop.engine.layer.Product;
import backprop.engine.layer.Residual;
import backprop.engine.layer.Sum;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network as a directed graph in the XML form of Bayesian networks (XMLBIF 0.3), which Weka's
 * Explorer shows: one node for each layer, with the shape that it puts out and the number of its
 * parameters; branches and shortcuts as they run. Where that would be too many nodes to read, only
 * the outermost layers.
 */
public final class NetworkGraph {
  private static final int MOST_NODES = 60;
  private static final String PADDING = "\u00a0".repeat(4);

  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Layout layout;
  private final boolean folded;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, List<String>> parents = new LinkedHashMap<>();

  private NetworkGraph(NetworkSpec spec, boolean folded) {
    this.folded = folded;
    this.layout = Network.layout(spec);
    for (Graph.Scope s : Network.prediction(spec).graph().scopes()) {
      shapes.put(s.path(), s.output());
    }
  }

  /**
   * The graph.
   *
   * @param input what the network sees, such as {@code 4 attributes}
   * @param output what it predicts, such as the name of the class
   */
  public static String xml(NetworkSpec spec, String input, String output) {
    NetworkGraph all = drawn(spec, input, output, false);
    return (all.labels.size() <= MOST_NODES ? all : drawn(spec, input, output, true)).print();
  }

  private static NetworkGraph drawn(NetworkSpec spec, String input, String output, boolean folded) {
    NetworkGraph g = new NetworkGraph(spec, folded);
    String first = g.node("input", input + ": " + spec.input(), List.of());
    String last = g.add(spec.body(), "", first);
    g.node("output", output, List.of(last));
    return g;
  }

  private String node(String id, String label, List<String> from) {
    // The Explorer's ellipses are as wide as the longest label: space that is not stripped.
    labels.put(id, PADDING + label + PADDING);
    parents.put(id, from);
    return id;
  }

  /** Adds a layer and what is in it; returns the node that its output comes from. */
  private String add(Layer layer, String path, String from) {
    if (layer instanceof Chain c) {
      return path.isEmpty() || !folded ? run(c.layers(), path, from) : leaf(path, from);
    }
    if (!folded && layer instanceof Residual r) {
      return join(path, List.of(run(r.layers(), path, from), from));
    }
    List<Layer> branches =
        layer instanceof Concatenate c
            ? c.branches()
            : layer instanceof Sum s
                ? s.branches()
                : layer instanceof Product p ? p.branches() : List.of();
    if (folded || branches.isEmpty()) {
      return leaf(path, from);
    }
    List<String> ends = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      ends.add(add(branches.get(i), child(path, i), from));
    }
    return join(path, ends);
  }

  private String run(List<Layer> layers, String path, String from) {
    String last = from;
    for (int i = 0; i < layers.size(); i++) {
      last = add(layers.get(i), child(path, i), last);
    }
    return last;
  }

  /** The path of the i-th layer in another one. */
  private String child(String path, int i) {
    String begin = path.isEmpty() ? "" : path + "/";
    for (String p : shapes.keySet()) {
      String rest = p.startsWith(begin) ? p.substring(begin.length()) : "/";
      if (!rest.contains("/") && (rest.equals(String.valueOf(i)) || rest.startsWith(i + "-"))) {
        return p;
      }
    }
    throw new IllegalStateException("layer " + i + " of '" + path + "' was not recorded");
  }

  private String leaf(String path, String from) {
    return node(path, label(path, parameters(path)), List.of(from));
  }

  /** A node in which branches meet; its parameters are those that none of them has. */
  private String join(String path, List<String> ends) {
    long inner =
        labels.keySet().stream()
            .filter(p -> p.startsWith(path + "/"))
            .mapToLong(this::parameters)
            .sum();
    return node(path, label(path, parameters(path) - inner), List.copyOf(ends));
  }

  private long parameters(String path) {
    long sum = 0;
    for (Slot s : layout.slots()) {
      sum += s.path().startsWith(path + "/") ? s.size() : 0;
    }
    return sum;
  }

  private String label(String path, long parameters) {
    String label = path + ": " + shapes.get(path);
    return parameters == 0
        ? label
        : String.format(Locale.ROOT, "%s, %,d parameters", label, parameters);
  }

  private String print() {
    StringBuilder s = new StringBuilder("<?xml version=\"1.0\"?>\n<!DOCTYPE BIF [\n");
    for (String element :
        List.of(
            "BIF ( NETWORK )*",
            "NETWORK ( NAME, ( PROPERTY | VARIABLE | DEFINITION )* )",
            "NAME (#PCDATA)",
            "VARIABLE ( NAME, ( OUTCOME | PROPERTY )* )",
            "OUTCOME (#PCDATA)",
            "DEFINITION ( FOR | GIVEN | TABLE | PROPERTY )*",
            "FOR (#PCDATA)",
            "GIVEN (#PCDATA)",
            "TABLE (#PCDATA)",
            "PROPERTY (#PCDATA)")) {
      s.append("<!ELEMENT ").append(element).append(">\n");
    }
    s.append("<!ATTLIST BIF VERSION CDATA #REQUIRED>\n<!ATTLIST VARIABLE TYPE CDATA #IMPLIED>\n");
    s.append("]>\n<BIF VERSION=\"0.3\">\n<NETWORK>\n<NAME>network</NAME>\n");
    for (String label : labels.values()) {
      s.append("<VARIABLE TYPE=\"nature\">\n");
      tag(s, "NAME", label);
      tag(s, "OUTCOME", "numbers");
      s.append("</VARIABLE>\n");
    }
    labels.forEach(
        (id, label) -> {
          s.append("<DEFINITION>\n");
          tag(s, "FOR", label);
          parents.get(id).forEach(p -> tag(s, "GIVEN", labels.get(p)));
          tag(s, "TABLE", "1");
          s.append("</DEFINITION>\n");
        });
    return s.append("</NETWORK>\n</BIF>\n").toString();
  }

  private static void tag(StringBuilder s, String name, String text) {
    s.append('<').append(name).append('>');
    s.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    s.append("</").append(name).append(">\n");
  }
}
