// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.graph.Node;
import backprop.engine.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which quantities there are, and when and where the recorder reads them. */
final class Plan {
  /** When the numbers of a node are read. */
  enum Moment {
    COMPUTED,
    BEFORE_BACKWARD,
    AFTER_BACKWARD
  }

  /** Reads the numbers of a quantity. */
  record Capture(int quantity, Function<Node, double[]> reader) {}

  private final Limits limits;
  private final List<Quantity> quantities = new ArrayList<>();
  private final Map<Moment, Map<Node, List<Capture>>> captures = new HashMap<>();
  private final Map<Integer, Integer> values = new HashMap<>();
  private final Map<Integer, Integer> gradients = new HashMap<>();
  private final Map<String, Integer> letters = new HashMap<>();

  Plan(Limits limits) {
    this.limits = limits;
    for (Moment m : Moment.values()) {
      captures.put(m, new IdentityHashMap<>());
    }
  }

  List<Quantity> quantities() {
    return quantities;
  }

  Quantity quantity(int id) {
    return quantities.get(id);
  }

  /** What is read at a moment of a node. */
  List<Capture> at(Moment moment, Node n) {
    return captures.get(moment).getOrDefault(n, List.of());
  }

  void capture(Moment moment, Node n, int quantity, Function<Node, double[]> reader) {
    captures
        .get(moment)
        .computeIfAbsent(n, k -> new ArrayList<>())
        .add(new Capture(quantity, reader));
  }

  /** A letter with its layer; the second one of a layer gets a letter behind it. */
  String symbol(String letter, String layer) {
    int n = letters.merge(letter + layer, 1, Integer::sum);
    return letter + layer + (n == 1 ? "" : n <= 26 ? "" + (char) ('a' + n - 1) : "." + n);
  }

  /** A new quantity; large ones are folded. */
  int add(
      String symbol,
      String meaning,
      Quantity.Kind kind,
      boolean perExample,
      int rows,
      int columns,
      List<String> names,
      Quantity.Picture picture) {
    int most = perExample ? limits.units() : limits.parameters();
    boolean folded = (long) rows * columns > most;
    int id = quantities.size();
    quantities.add(
        new Quantity(id, symbol, meaning, kind, perExample, rows, columns, names, folded, picture));
    return id;
  }

  /** A quantity like another one, element by element. */
  int addLike(int other, String symbol, String meaning, Quantity.Kind kind) {
    Quantity q = quantity(other);
    boolean part = q.symbol().isEmpty();
    List<String> names =
        part ? q.names().stream().map(n -> symbol + n).toList() : List.<String>of();
    return add(
        part ? "" : symbol + q.symbol(),
        meaning,
        kind,
        q.perExample(),
        q.rows(),
        q.columns(),
        names,
        kind == Quantity.Kind.PARAMETER_GRADIENT || kind == Quantity.Kind.PARAMETER
            ? q.picture()
            : null);
  }

  /** The same with a symbol of its own, such as that of a derivative. */
  int addNamed(int other, String symbol, String meaning, Quantity.Kind kind) {
    Quantity q = quantity(other);
    return add(symbol, meaning, kind, q.perExample(), q.rows(), q.columns(), List.of(), null);
  }

  void value(Value v, int quantity) {
    values.put(root(v).id(), quantity);
  }

  void gradient(Value v, int quantity) {
    gradients.put(root(v).id(), quantity);
  }

  /** The quantity of a whole value, under whatever shape; null where it is not known. */
  Integer known(Value v) {
    return whole(v) ? values.get(root(v).id()) : values.get(-1 - v.id());
  }

  /** The quantity of what goes into a node. */
  int input(Node n, int i) {
    Value v = n.inputValue(i);
    Integer known = known(v);
    if (known != null) {
      return known;
    }
    Integer base = values.get(root(v).id());
    int[] at = base == null ? null : elements(v);
    List<String> names = new ArrayList<>();
    if (at != null) {
      Arrays.stream(at).forEach(e -> names.add(quantity(base).label(e)));
    }
    boolean part = at != null && at.length <= limits.units();
    int id =
        add(
            part ? "" : symbol(base == null ? "c" : quantity(base).symbol() + ".part", ""),
            base == null ? "a constant" : "a part of " + quantity(base).symbol(),
            Quantity.Kind.VALUE,
            v.perExample(),
            v.shape().rows(),
            v.shape().columns(),
            part ? names : List.of(),
            null);
    values.put(-1 - v.id(), id);
    capture(Moment.COMPUTED, n, id, m -> m.input(i).toArray());
    return id;
  }

  /**
   * The quantity of the gradient of what goes into a node, as it is when the node has added to it;
   * -1 where there is none. A value that goes into several nodes has a sum that grows.
   *
   * @param shared whether it goes into several
   */
  int inputGradient(Node n, int i, boolean shared) {
    if (n.gradient(i) == null) {
      return -1;
    }
    Value v = n.inputValue(i);
    Integer known = whole(v) ? gradients.get(root(v).id()) : null;
    if (known != null && !shared) {
      return known;
    }
    int value = input(n, i);
    int id =
        addLike(
            value,
            "dL/d",
            "gradient so far" + (shared ? ", with what this operation adds" : ""),
            Quantity.Kind.GRADIENT);
    capture(Moment.AFTER_BACKWARD, n, id, m -> m.gradient(i).toArray());
    return id;
  }

  /** The quantity of the gradient of what a node puts out; -1 where there is none. */
  int outputGradient(Node n) {
    return gradients.getOrDefault(root(n.outputValue()).id(), -1);
  }

  static Value root(Value v) {
    Value r = v;
    while (r.base() != null) {
      r = r.base();
    }
    return r;
  }

  static boolean whole(Value v) {
    for (Value r = v; r.base() != null; r = r.base()) {
      if (r.firstColumn() >= 0) {
        return false;
      }
    }
    return true;
  }

  /** The elements of its root that a view shows, of one example. */
  private static int[] elements(Value v) {
    if (v.base() == null) {
      int[] all = new int[v.shape().elements()];
      Arrays.setAll(all, e -> e);
      return all;
    }
    int[] base = elements(v.base());
    if (v.firstColumn() < 0) {
      return base;
    }
    int width = v.base().shape().columns();
    int columns = v.shape().columns();
    int[] cut = new int[v.shape().elements()];
    for (int e = 0; e < cut.length; e++) {
      cut[e] = base[e / columns * width + v.firstColumn() + e % columns];
    }
    return cut;
  }
}
