// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.graph.Layout;
import backprop.engine.graph.Node;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.network.Network;
import backprop.engine.op.Affine;
import backprop.engine.op.AffineSlices;
import backprop.engine.op.Convolution;
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
    this.updates = new UpdatePlan(plan, steps, spec);
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
    SectionWriter writer =
        new SectionWriter(
            plan,
            extras,
            updates,
            limits,
            network.spec().loss(),
            spec.optimizer(),
            nodes,
            steps.program().backwardNodes(),
            new KnownGradients(),
            input);
    Map<Integer, List<Section>> sections = new HashMap<>();
    for (int batch : batches) {
      sections.put(batch, writer.sections(batch));
    }
    return new Script(plan.quantities(), stages, sections);
  }

  /** The quantities of the gradients of what goes into nodes. */
  private final class KnownGradients implements BackwardLines.Gradients {
    @Override
    public int of(Node n, int i) {
      return inputGradients.get(n)[i];
    }

    @Override
    public int before(Node n, int i) {
      return gradientsBefore.get(n)[i];
    }
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
    String symbol = loss ? "E" : plan.symbol(Naming.letter(n), Naming.layer(n));
    int output =
        plan.add(
            symbol,
            loss ? "loss of the row" : Naming.title(n),
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
    boolean classIndex = n.op() instanceof SoftmaxCrossEntropy;
    Shape seen = first ? network.spec().seenInput() : root.shape();
    int id =
        plan.add(
            first ? "x" : plan.symbol(classIndex ? "class" : "t", ""),
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
    String symbol = Naming.symbol(plan, last, Naming.layer(n));
    Layout layout = network.layout();
    if (layout.hasState(path)) {
      int id =
          plan.add(
              symbol,
              "running " + last + " of " + Naming.place(n),
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
            last + " of " + Naming.place(n),
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
    boolean sums = n.op() instanceof Affine || n.op() instanceof AffineSlices;
    if (sums) {
      weights = plan.input(n, 1);
      bias = n.inputs() > 2 ? plan.input(n, 2) : -1;
    }
    boolean loss = n.path().isEmpty();
    String kind =
        loss
            ? "loss"
            : sums ? "sums" : n.op() instanceof backprop.engine.op.Map ? "function" : "op";
    int output = plan.known(n.outputValue());
    return new Stage(
        Naming.title(n),
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
}
