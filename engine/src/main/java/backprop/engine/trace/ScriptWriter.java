// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.graph.Layout;
import backprop.engine.graph.Node;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.network.Network;
import backprop.engine.op.Affine;
import backprop.engine.op.Convolution;
import backprop.engine.op.PairLoss;
import backprop.engine.op.RowLoss;
import backprop.engine.op.SoftmaxCrossEntropy;
import backprop.engine.train.StepByStep;
import backprop.engine.train.TrainSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Writes the script of a program: what its quantities are, and what is recorded when. */
final class ScriptWriter {
  private final StepByStep steps;
  private final Network network;
  private final TrainSpec spec;
  private final Limits limits;
  private final List<String> inputNames;
  private final Plan plan;
  private final Extras extras;
  private final UpdatePlan updates;
  private final List<Node> nodes;
  private final Set<Node> backward = new HashSet<>();
  private final Map<Integer, Integer> consumers = new HashMap<>();
  private final Map<Node, int[]> inputGradients = new IdentityHashMap<>();
  private final Map<Node, int[]> gradientsBefore = new IdentityHashMap<>();
  private final List<Stage> stages = new ArrayList<>();
  private int input = -1;

  ScriptWriter(
      StepByStep steps, Network network, TrainSpec spec, Limits limits, List<String> inputNames) {
    this.steps = steps;
    this.network = network;
    this.spec = spec;
    this.limits = limits;
    this.inputNames = inputNames;
    this.nodes = steps.program().nodes();
    check();
    this.plan = new Plan(limits);
    this.extras = new Extras(plan);
    this.updates = new UpdatePlan(plan, steps, spec.optimizer());
    steps.program().backwardNodes().forEach(this::count);
    nodes.forEach(this::define);
    steps.program().backwardNodes().forEach(this::defineGradients);
    nodes.forEach(n -> stages.add(stage(n)));
  }

  private void check() {
    if (nodes.size() > limits.ops()) {
      throw new IllegalArgumentException(
          "the network has "
              + nodes.size()
              + " operations, a trace shows up to "
              + limits.ops()
              + ": trace one with fewer layers, or raise the limit");
    }
    if (network.layout().size() > Limits.MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          "the network has "
              + network.layout().size()
              + " parameters, a trace holds up to "
              + Limits.MOST_PARAMETERS
              + ": trace a smaller one");
    }
  }

  Plan plan() {
    return plan;
  }

  UpdatePlan updates() {
    return updates;
  }

  /** The script for minibatches of these sizes. */
  Script script(TreeSet<Integer> batches) {
    Map<Integer, List<Section>> sections = new HashMap<>();
    for (int batch : batches) {
      sections.put(batch, sections(batch));
    }
    return new Script(plan.quantities(), stages, sections);
  }

  private void count(Node n) {
    backward.add(n);
    for (int i = 0; i < n.inputs(); i++) {
      int root = Plan.root(n.inputValue(i)).id();
      consumers.merge(root, 1, Integer::sum);
    }
  }

  private void define(Node n) {
    for (int i = 0; i < n.inputs(); i++) {
      defineInput(n, i);
    }
    Value v = n.outputValue();
    boolean loss = n == nodes.get(nodes.size() - 1);
    String symbol = loss ? "E" : plan.symbol(letter(n), layer(n));
    int output =
        plan.add(
            symbol,
            loss ? "loss of the row" : title(n),
            Quantity.Kind.VALUE,
            v.perExample(),
            v.shape().rows(),
            v.shape().columns(),
            List.of(),
            null);
    plan.value(v, output);
    plan.capture(Plan.Moment.COMPUTED, n, output, m -> m.output().toArray());
    if (n.inputs() > 0) {
      extras.add(n, backward.contains(n));
    }
    if (backward.contains(n)) {
      int gradient =
          plan.addLike(
              output,
              "dL/d",
              "gradient of the loss with respect to " + symbol,
              Quantity.Kind.GRADIENT);
      plan.gradient(v, gradient);
      plan.capture(Plan.Moment.BEFORE_BACKWARD, n, gradient, m -> m.gradient().toArray());
    }
  }

  /** Inputs of the network, targets, parameters and state come from nowhere else. */
  private void defineInput(Node n, int i) {
    Value v = n.inputValue(i);
    Value root = Plan.root(v);
    if (plan.known(root) != null) {
      return;
    }
    Optional<String> path = v.graph().kept(root);
    if (path.isPresent()) {
      kept(n, i, root, path.get());
      return;
    }
    boolean first = input < 0;
    Shape seen = first ? network.spec().seenInput() : root.shape();
    int id =
        plan.add(
            first ? "x" : plan.symbol("t", ""),
            first ? "inputs" : "targets",
            Quantity.Kind.DATA,
            true,
            root.shape().rows(),
            root.shape().columns(),
            first ? inputNames : List.of(),
            first && seen.rank() == 3
                ? Pictures.along(seen.size(0), seen.size(1), seen.size(2))
                : null);
    if (first) {
      input = id;
    }
    plan.value(root, id);
    // The node may see a part of it, or another shape; the program has the whole.
    boolean whole = Plan.whole(v);
    plan.capture(
        Plan.Moment.COMPUTED,
        n,
        id,
        m ->
            first
                ? steps.program().input().toArray()
                : whole ? m.input(i).toArray() : steps.program().target().toArray());
  }

  private void kept(Node n, int i, Value root, String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    String symbol = symbol(last, layer(n));
    Layout layout = network.layout();
    if (layout.hasState(path)) {
      int id =
          plan.add(
              symbol,
              "running " + last + " of " + place(n),
              Quantity.Kind.VALUE,
              false,
              1,
              root.shape().columns(),
              List.of(),
              null);
      plan.value(root, id);
      plan.capture(Plan.Moment.COMPUTED, n, id, m -> m.input(i).toArray());
      return;
    }
    int id =
        plan.add(
            symbol,
            last + " of " + place(n),
            Quantity.Kind.PARAMETER,
            false,
            root.shape().rows(),
            root.shape().columns(),
            List.of(),
            picture(n, i));
    plan.value(root, id);
    updates.add(layout.slot(path), id, spec);
    UpdatePlan.Item item = updates.item(path);
    if (item.gradient() >= 0) {
      plan.gradient(root, item.gradient());
    }
  }

  /** {@code weights} of layer 2 are w2; {@code weights-0}, those of a first member, w2.1. */
  private String symbol(String name, String layer) {
    String[] parts = name.split("-(?=\\d+$)", 2);
    String letter = parts[0].equals("weights") ? "w" : parts[0].equals("bias") ? "b" : parts[0];
    String member = parts.length == 1 ? "" : "." + (Integer.parseInt(parts[1]) + 1);
    return plan.symbol(letter, layer + member);
  }

  /** Weights that look at a picture, and small filters, are pictures themselves. */
  private Quantity.Picture picture(Node n, int i) {
    Value w = n.inputValue(i);
    if (n.op() instanceof Affine && i == 1) {
      Value x = n.inputValue(0);
      Integer from = plan.known(x);
      Shape seen = network.spec().seenInput();
      boolean image =
          from != null
              && from == input
              && seen.rank() == 3
              && x.shape().elements() == w.shape().size(0);
      return image
          ? Pictures.across(seen.size(0), seen.size(1), seen.size(2), w.shape().columns())
          : null;
    }
    if (n.op() instanceof Convolution c && i == 1) {
      int places = c.window().places();
      return Pictures.across(
          c.window().vertical().kernel(),
          c.window().horizontal().kernel(),
          w.shape().rows() / places,
          w.shape().columns());
    }
    return null;
  }

  private void defineGradients(Node n) {
    int[] after = new int[n.inputs()];
    int[] before = new int[n.inputs()];
    for (int i = 0; i < n.inputs(); i++) {
      int input = i;
      boolean shared = consumers.get(Plan.root(n.inputValue(i)).id()) > 1;
      after[i] = plan.inputGradient(n, i, shared);
      before[i] = -1;
      if (after[i] >= 0 && shared && n.beta(i) == 1) {
        before[i] =
            plan.addLike(
                plan.input(n, i), "dL/d", "gradient from elsewhere", Quantity.Kind.GRADIENT);
        plan.capture(Plan.Moment.BEFORE_BACKWARD, n, before[i], m -> m.gradient(input).toArray());
      }
    }
    inputGradients.put(n, after);
    gradientsBefore.put(n, before);
  }

  private Stage stage(Node n) {
    List<Integer> inputs = new ArrayList<>();
    int weights = -1;
    int bias = -1;
    for (int i = 0; i < n.inputs(); i++) {
      if (n.inputValue(i).perExample()) {
        int id = plan.input(n, i);
        boolean part = !Plan.whole(n.inputValue(i));
        inputs.add(part ? plan.known(Plan.root(n.inputValue(i))) : id);
      }
    }
    if (n.op() instanceof Affine) {
      weights = plan.input(n, 1);
      bias = n.inputs() > 2 ? plan.input(n, 2) : -1;
    }
    boolean loss = n.path().isEmpty();
    String kind =
        loss
            ? "loss"
            : n.op() instanceof Affine
                ? "sums"
                : n.op() instanceof backprop.engine.op.Map ? "function" : "op";
    int output = plan.known(n.outputValue());
    return new Stage(
        title(n),
        kind,
        inputs,
        output,
        plan.outputGradient(n),
        weights,
        bias,
        gradientOf(n, weights, 1),
        gradientOf(n, bias, 2));
  }

  private int gradientOf(Node n, int parameter, int i) {
    return parameter < 0 || !inputGradients.containsKey(n) ? -1 : inputGradients.get(n)[i];
  }

  private List<Section> sections(int batch) {
    List<Section> all = new ArrayList<>();
    all.add(data(batch));
    int loss = plan.known(nodes.get(nodes.size() - 1).outputValue());
    for (int k = 0; k < nodes.size(); k++) {
      all.add(forward(nodes.get(k), k, batch));
    }
    int weights = plan.outputGradient(nodes.get(nodes.size() - 1));
    all.add(mean(loss, weights, batch));
    for (Node n : steps.program().backwardNodes()) {
      all.add(backward(n, nodes.indexOf(n), batch));
    }
    UpdateLines writer = new UpdateLines(plan, updates, spec.optimizer());
    for (UpdatePlan.Item item : updates.items()) {
      all.add(update(item, writer));
    }
    all.add(after());
    return all;
  }

  private Section data(int batch) {
    Lines lines = new Lines(plan, limits, batch);
    List<Integer> shown = new ArrayList<>();
    for (Quantity q : plan.quantities()) {
      boolean target = q.kind() == Quantity.Kind.DATA && q.meaning().equals("targets");
      if (q.id() != input && !target) {
        continue;
      }
      shown.add(q.id());
      for (int b = 0; b < lines.examples(q.id()); b++) {
        for (int e = 0; e < q.size(); e++) {
          String name = e < q.names().size() ? q.names().get(e) : target ? "target" : "input";
          lines.add(q.id(), b, e, name, "");
        }
      }
    }
    return new Section(
        Section.Phase.FORWARD,
        -1,
        "What the network sees",
        "x: inputs, t: target",
        shown,
        lines.all(),
        remark(input, batch));
  }

  private String lossFormula() {
    return FunctionText.of(network.spec().loss());
  }

  private Section forward(Node n, int k, int batch) {
    Lines lines = new Lines(plan, limits, batch);
    int output = plan.known(n.outputValue());
    new ForwardLines(lines, extras, lossFormula()).write(n, output);
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < n.inputs(); i++) {
      shown.add(plan.input(n, i));
    }
    shown.addAll(extras.of(n));
    shown.add(output);
    boolean loss =
        n.op() instanceof PairLoss
            || n.op() instanceof RowLoss
            || n.op() instanceof SoftmaxCrossEntropy;
    String formula =
        loss
            ? "y = " + lossFormula()
            : n.op() instanceof backprop.engine.op.Map m
                ? "y = " + FunctionText.of(m.function())
                : formulas(n).forward();
    formula = named(formula, n);
    return new Section(
        Section.Phase.FORWARD, k, title(n), formula, shown, lines.all(), remark(output, batch));
  }

  /** A formula with the symbols of a node in the places of x, w, y and so on. */
  private String named(String formula, Node n) {
    Map<String, String> words = new HashMap<>();
    String name = n.op().getClass().getSimpleName();
    String first =
        name.equals("Add") || name.equals("Multiply") || name.equals("Subtract") ? "a" : "x";
    List<String> second = first.equals("a") ? List.of("b") : List.of("w", "row", "U", "t");
    words.put("y", plan.quantity(plan.known(n.outputValue())).symbol());
    words.put("dy", "dL/d" + words.get("y"));
    for (int i = 0; i < Math.min(3, n.inputs()); i++) {
      String symbol = plan.quantity(plan.input(n, i)).symbol();
      if (!symbol.isEmpty()) {
        for (String word : i == 0 ? List.of(first) : i == 1 ? second : List.of("b")) {
          words.put(word, symbol);
          words.put("d" + word, "dL/d" + symbol);
        }
      }
    }
    return FunctionText.put(formula, words);
  }

  /** A formula without the gradients of what has none, such as the data. */
  private String wanted(String formula, Node n) {
    List<String> parts = new ArrayList<>(List.of(formula.split(", (?=dL/d)")));
    for (int i = 0; i < n.inputs(); i++) {
      String symbol = plan.quantity(plan.input(n, i)).symbol();
      if (inputGradients.get(n)[i] < 0 && !symbol.isEmpty()) {
        parts.removeIf(p -> p.startsWith("dL/d" + symbol + " = "));
      }
    }
    return String.join(", ", parts);
  }

  private static OpFormulas.Formulas formulas(Node n) {
    return OpFormulas.of(n.op())
        .orElseGet(() -> new OpFormulas.Formulas(n.op().toString(), n.op().toString(), ""));
  }

  private Section mean(int loss, int weights, int batch) {
    Lines lines = new Lines(plan, limits, batch);
    List<Lines.Term> terms = new ArrayList<>();
    for (int b = 0; b < batch; b++) {
      Lines.Term product = Lines.times(lines.term(weights, b, 0), lines.term(loss, b, 0));
      terms.add(new Lines.Term(product.symbol().replace("dL/dE", "c"), product.number()));
    }
    String shortly = batch == 1 ? "" : "sum over rows of c * E";
    lines.sum(updates.lossBefore(), 0, 0, shortly, terms, null);
    return new Section(
        Section.Phase.FORWARD,
        nodes.size() - 1,
        "Mean loss of the rows",
        "L = sum over rows of c * E, c = weight of the row / sum of all weights",
        List.of(loss, updates.lossBefore()),
        lines.all(),
        "");
  }

  private Section backward(Node n, int k, int batch) {
    Lines lines = new Lines(plan, limits, batch);
    int dy = plan.outputGradient(n);
    if (n == nodes.get(nodes.size() - 1)) {
      for (int b = 0; b < lines.examples(dy); b++) {
        lines.add(dy, b, 0, "c, weight of the row in the mean", "");
      }
    }
    BackwardLines.Gradients gradients =
        new BackwardLines.Gradients() {
          @Override
          public int of(Node node, int i) {
            return inputGradients.get(node)[i];
          }

          @Override
          public int before(Node node, int i) {
            return gradientsBefore.get(node)[i];
          }
        };
    new BackwardLines(lines, extras, gradients).write(n, dy);
    List<Integer> shown = new ArrayList<>(List.of(dy));
    int shownRows = dy;
    for (int i = 0; i < n.inputs(); i++) {
      if (inputGradients.get(n)[i] >= 0) {
        shown.add(inputGradients.get(n)[i]);
      }
    }
    return new Section(
        Section.Phase.BACKWARD,
        k,
        title(n),
        wanted(named(formulas(n).backward(), n), n),
        shown,
        lines.all(),
        remark(shownRows, batch));
  }

  private Section update(UpdatePlan.Item item, UpdateLines writer) {
    List<Line> lines = new ArrayList<>();
    Quantity w = plan.quantity(item.before());
    List<Integer> shown = new ArrayList<>(List.of(item.before()));
    if (item.gradient() >= 0) {
      shown.add(item.last());
      for (int m : item.memoryAfter()) {
        shown.add(m);
      }
      shown.add(item.after());
      for (int e = 0; e < w.size() && !w.folded(); e++) {
        writer.write(item, e, lines);
      }
    }
    return new Section(
        Section.Phase.UPDATE,
        stageOf(item.before()),
        w.symbol() + ": " + w.meaning(),
        item.gradient() < 0 ? "frozen: it stays as it is" : writer.formula(),
        shown,
        lines,
        w.folded() ? w.size() + " numbers, folded" : "");
  }

  private int stageOf(int parameter) {
    for (int k = 0; k < nodes.size(); k++) {
      Node n = nodes.get(k);
      for (int i = 0; i < n.inputs(); i++) {
        if (!n.inputValue(i).perExample()
            && Integer.valueOf(parameter).equals(plan.known(n.inputValue(i)))) {
          return k;
        }
      }
    }
    return -1;
  }

  private Section after() {
    Lines lines = new Lines(plan, limits, 1);
    lines.add(updates.lossAfter(), 0, 0, "the same rows again, with the new weights", "");
    return new Section(
        Section.Phase.AFTER,
        nodes.size() - 1,
        "The loss after the step",
        "L' = L of the same rows, with the new weights",
        List.of(updates.lossBefore(), updates.lossAfter()),
        lines.all(),
        "");
  }

  private String remark(int quantity, int batch) {
    Quantity q = plan.quantity(quantity);
    if (q.folded()) {
      return q.size() + " numbers" + (batch > 1 ? " a row" : "") + ", folded";
    }
    return q.perExample() && batch > limits.rows()
        ? "rows 1 to " + limits.rows() + " of " + batch + " of the minibatch are written out"
        : "";
  }

  // ---- names

  private static String letter(Node n) {
    String op = n.op().getClass().getSimpleName();
    if (n.path().isEmpty()) {
      return "e";
    }
    return switch (op) {
      case "Affine", "Convolution", "DepthwiseConvolution", "TransposedConvolution" -> "z";
      case "Map", "Softmax", "LogSoftmax", "RandomSlope" -> "a";
      case "RnnSteps", "LstmSteps", "GruSteps" -> "h";
      default -> op.startsWith("Normalize") || op.startsWith("BatchNormalize") ? "n" : "y";
    };
  }

  /** The number of the layer from 1; empty for what belongs to the loss. */
  private static String layer(Node n) {
    String first = n.path().split("/", 2)[0];
    int dash = first.indexOf('-');
    boolean numbered = dash > 0 && first.substring(0, dash).chars().allMatch(Character::isDigit);
    return numbered ? "" + (Integer.parseInt(first.substring(0, dash)) + 1) : "";
  }

  private static String place(Node n) {
    if (n.path().isEmpty()) {
      return "the loss";
    }
    StringBuilder s = new StringBuilder("layer " + layer(n));
    for (String part : n.path().split("/")) {
      s.append(s.indexOf(",") < 0 ? ", " : " > ").append(part.replaceFirst("^\\d+-", ""));
    }
    return s.toString();
  }

  private static String title(Node n) {
    String what = formulas(n).title();
    if (n.op() instanceof backprop.engine.op.Map m) {
      what = backprop.engine.text.Names.of(m.function().getClass());
    }
    return n.path().isEmpty()
        ? "Loss" + (what.equals("loss") ? "" : ": " + what)
        : place(n) + ": " + what;
  }
}
