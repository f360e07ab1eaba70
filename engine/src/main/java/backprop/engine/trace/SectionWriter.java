// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.loss.Loss;
import backprop.engine.op.PairLoss;
import backprop.engine.op.RowLoss;
import backprop.engine.op.SoftmaxCrossEntropy;
import backprop.engine.optimize.Optimization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the sections of a script. */
final class SectionWriter {
  private final Plan plan;
  private final Extras extras;
  private final UpdatePlan updates;
  private final Limits limits;
  private final Loss lossSpec;
  private final Optimization optimizer;
  private final List<Node> nodes;
  private final List<Node> reverse;
  private final BackwardLines.Gradients gradients;
  private final int input;

  /**
   * For a plan whose quantities are all there.
   *
   * @param nodes forward
   * @param reverse backward
   * @param input the quantity of the network's input
   */
  SectionWriter(
      Plan plan,
      Extras extras,
      UpdatePlan updates,
      Limits limits,
      Loss loss,
      Optimization optimizer,
      List<Node> nodes,
      List<Node> reverse,
      BackwardLines.Gradients gradients,
      int input) {
    this.plan = plan;
    this.extras = extras;
    this.updates = updates;
    this.limits = limits;
    this.lossSpec = loss;
    this.optimizer = optimizer;
    this.nodes = nodes;
    this.reverse = reverse;
    this.gradients = gradients;
    this.input = input;
  }

  /** What happens in a step of these many rows. */
  List<Section> sections(int batch) {
    List<Section> all = new ArrayList<>();
    all.add(data(batch));
    int loss = plan.known(nodes.get(nodes.size() - 1).outputValue());
    for (int k = 0; k < nodes.size(); k++) {
      all.add(forward(nodes.get(k), k, batch));
    }
    int weights = plan.outputGradient(nodes.get(nodes.size() - 1));
    all.add(mean(loss, weights, batch));
    for (Node n : reverse) {
      all.add(backward(n, nodes.indexOf(n), batch));
    }
    UpdateLines writer = new UpdateLines(plan, updates, optimizer);
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
    return FunctionText.of(lossSpec);
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
    boolean loss = n.op() instanceof PairLoss || n.op() instanceof RowLoss;
    String formula =
        loss
            ? "y = " + lossFormula()
            : n.op() instanceof backprop.engine.op.Map m
                ? "y = " + FunctionText.of(m.function())
                : Naming.formulas(n).forward();
    formula = named(formula, n);
    return new Section(
        Section.Phase.FORWARD,
        k,
        Naming.title(n),
        formula,
        shown,
        lines.all(),
        remark(output, batch));
  }

  /** A formula with the symbols of a node in the places of x, w, y and so on. */
  private String named(String formula, Node n) {
    Map<String, String> words = new HashMap<>();
    String name = n.op().getClass().getSimpleName();
    String first =
        name.equals("Add") || name.equals("Multiply") || name.equals("Subtract") ? "a" : "x";
    List<String> second = second(n.op(), first);
    if (n.op() instanceof SoftmaxCrossEntropy) {
      words.put("p", plan.quantity(extras.part(n)).symbol());
      words.put("t", plan.quantity(extras.share(n)).symbol());
    }
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

  /** What formulas call the second input. */
  private static List<String> second(Op op, String first) {
    if (op instanceof PairLoss || op instanceof RowLoss) {
      return List.of("t");
    } else if (op instanceof SoftmaxCrossEntropy) {
      return List.of();
    }
    return first.equals("a") ? List.of("b") : List.of("w", "row", "U");
  }

  /** A formula without the gradients of what has none, such as the data. */
  private String wanted(String formula, Node n) {
    List<String> parts = new ArrayList<>(List.of(formula.split(", (?=dL/d)")));
    for (int i = 0; i < n.inputs(); i++) {
      String symbol = plan.quantity(plan.input(n, i)).symbol();
      if (gradients.of(n, i) < 0 && !symbol.isEmpty()) {
        parts.removeIf(p -> p.startsWith("dL/d" + symbol + " = "));
      }
    }
    return String.join(", ", parts);
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
    if (updates.penalty() >= 0) {
      lines.add(updates.penalty(), 0, 0, "penalties of all weights, which are added to L", "");
    }
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
    new BackwardLines(lines, extras, gradients).write(n, dy);
    List<Integer> shown = new ArrayList<>(List.of(dy));
    int shownRows = dy;
    for (int i = 0; i < n.inputs(); i++) {
      if (gradients.of(n, i) >= 0) {
        shown.add(gradients.of(n, i));
      }
    }
    return new Section(
        Section.Phase.BACKWARD,
        k,
        Naming.title(n),
        wanted(named(Naming.formulas(n).backward(), n), n),
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
}
