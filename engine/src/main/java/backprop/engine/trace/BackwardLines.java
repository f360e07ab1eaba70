// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.op.Add;
import backprop.engine.op.AddRow;
import backprop.engine.op.Affine;
import backprop.engine.op.AffineSlices;
import backprop.engine.op.Map;
import backprop.engine.op.Multiply;
import backprop.engine.op.MultiplyRow;
import backprop.engine.op.PairLoss;
import backprop.engine.op.Scale;
import backprop.engine.op.SoftmaxCrossEntropy;
import backprop.engine.op.Subtract;
import backprop.engine.trace.Lines.Term;
import java.util.ArrayList;
import java.util.List;

/** The lines of an op backward: the gradients of its inputs by the chain rule. */
final class BackwardLines {
  private final Lines lines;
  private final Extras extras;
  private final Gradients gradients;

  /** The quantities of the gradients of what goes into a node. */
  interface Gradients {
    /** After the node; -1 where there is none. */
    int of(Node n, int i);

    /** Before the node, where it adds to what others have sent; -1 elsewhere. */
    int before(Node n, int i);
  }

  BackwardLines(Lines lines, Extras extras, Gradients gradients) {
    this.lines = lines;
    this.extras = extras;
    this.gradients = gradients;
  }

  /**
   * The lines of a node.
   *
   * @param dy the gradient of its output
   */
  void write(Node n, int dy) {
    slopes(n);
    for (int i = 0; i < n.inputs(); i++) {
      int dx = gradients.of(n, i);
      if (dx < 0) {
        continue;
      }
      Quantity q = lines.plan().quantity(dx);
      for (int b = 0; b < lines.examples(dx); b++) {
        for (int e = 0; e < q.size(); e++) {
          element(n, i, dx, dy, b, e);
        }
      }
    }
  }

  private void slopes(Node n) {
    Integer slope = extras.slope(n);
    if (slope == null) {
      return;
    }
    Object f = n.op() instanceof Map m ? m.function() : ((PairLoss) n.op()).function();
    String text = FunctionText.slope(f);
    for (int b = 0; b < lines.examples(slope); b++) {
      for (int e = 0; e < lines.plan().quantity(slope).size(); e++) {
        Term x = lines.term(lines.plan().input(n, 0), b, e);
        Term y =
            n.op() instanceof Map
                ? lines.term(lines.plan().known(n.outputValue()), b, e)
                : lines.term(lines.plan().input(n, 1), b, e);
        String second = n.op() instanceof Map ? "y" : "t";
        boolean known = !text.isEmpty() && !x.number().isEmpty() && !y.number().isEmpty();
        lines.add(
            slope,
            b,
            e,
            text.isEmpty()
                ? "derivative of " + FunctionText.of(f)
                : FunctionText.put(text, java.util.Map.of("x", x.symbol(), second, y.symbol())),
            known
                ? FunctionText.put(text, java.util.Map.of("x", x.number(), second, y.number()))
                : "");
      }
    }
  }

  private void element(Node n, int i, int dx, int dy, int b, int e) {
    Op op = n.op();
    Term before = gradients.before(n, i) < 0 ? null : lines.term(gradients.before(n, i), b, e);
    List<Term> terms = terms(n, i, dy, b, e);
    if (terms.isEmpty()) {
      lines.add(dx, b, e, "", "");
      return;
    }
    boolean overRows = lines.plan().quantity(dx).kind() == Quantity.Kind.PARAMETER_GRADIENT;
    String each = overRows && terms.size() > 1 ? "sum over rows of " + terms.get(0).symbol() : "";
    if (before != null) {
      each = each.isEmpty() ? each : before.symbol() + " + " + each;
      terms.add(0, before);
    }
    lines.sum(dx, b, e, each, terms, null);
  }

  /** The terms of a gradient; none where there are no lines for the op. */
  private List<Term> terms(Node n, int i, int dy, int b, int e) {
    Op op = n.op();
    List<Term> terms = new ArrayList<>();
    if (op instanceof Affine) {
      affine(n, 1, i, dy, b, e, terms);
    } else if (op instanceof AffineSlices a) {
      affine(n, a.slices(), i, dy, b, e, terms);
    } else if (op instanceof Map) {
      terms.add(Lines.times(lines.term(dy, b, e), lines.term(extras.slope(n), b, e)));
    } else if (op instanceof PairLoss) {
      int columns = Lines.columns(n, 0);
      Term product = Lines.times(lines.term(extras.slope(n), b, e), lines.term(dy, b, e / columns));
      terms.add(columns == 1 ? product : divided(product, columns));
    } else if (op instanceof SoftmaxCrossEntropy) {
      int columns = Lines.columns(n, 0);
      Term p = lines.term(extras.part(n), b, e);
      Term t = lines.term(extras.share(n), b, e);
      Term difference =
          new Term(
              "(" + p.symbol() + " - " + t.symbol() + ")",
              p.number().isEmpty() ? "" : "(" + p.number() + " - " + t.number() + ")");
      terms.add(Lines.times(difference, lines.term(dy, b, e / columns)));
    } else if (op instanceof Add || op instanceof AddRow && i == 0) {
      terms.add(lines.term(dy, b, e));
    } else if (op instanceof Subtract) {
      Term g = lines.term(dy, b, e);
      terms.add(
          i == 0 ? g : new Term("-" + g.symbol(), g.number().isEmpty() ? "" : "0 - " + g.number()));
    } else if (op instanceof Multiply) {
      terms.add(Lines.times(lines.term(dy, b, e), input(n, 1 - i, b, e)));
    } else if (op instanceof MultiplyRow && i == 0) {
      terms.add(Lines.times(lines.term(dy, b, e), input(n, 1, b, e % Lines.columns(n, 0))));
    } else if (op instanceof AddRow || op instanceof MultiplyRow) {
      row(n, dy, e, terms);
    } else if (op instanceof Scale s) {
      Term g = lines.term(dy, b, e);
      String factor = Numbers.constant(s.factor()) + " * ";
      terms.add(new Term(factor + g.symbol(), g.number().isEmpty() ? "" : factor + g.number()));
    }
    return terms;
  }

  private static Term divided(Term product, int columns) {
    return new Term(
        product.symbol() + " / " + columns,
        product.number().isEmpty() ? "" : product.number() + " / " + columns);
  }

  private void affine(Node n, int slices, int i, int dy, int b, int e, List<Term> terms) {
    int in = Lines.columns(n, 0);
    int out = n.outputValue().shape().columns();
    int rows = Lines.rows(n, 0);
    if (i == 0) {
      int row = e / in;
      int from = e % in % (in / slices);
      int first = e % in / (in / slices) * (out / slices);
      for (int j = first; j < first + out / slices; j++) {
        terms.add(Lines.times(lines.term(dy, b, row * out + j), input(n, 1, b, from * out + j)));
      }
      return;
    }
    int examples = n.inputValue(0).perExample() ? lines.batch() : 1;
    int seen = e / out + e % out / (out / slices) * (in / slices);
    for (int x = 0; x < examples; x++) {
      for (int r = 0; r < rows; r++) {
        Term g = lines.term(dy, x, r * out + e % out);
        Term product = i == 1 ? Lines.times(g, input(n, 0, x, r * in + seen)) : g;
        terms.add(product);
      }
    }
  }

  private void row(Node n, int dy, int e, List<Term> terms) {
    int columns = Lines.columns(n, 0);
    int examples = n.inputValue(0).perExample() ? lines.batch() : 1;
    for (int x = 0; x < examples; x++) {
      for (int r = 0; r < Lines.rows(n, 0); r++) {
        Term g = lines.term(dy, x, r * columns + e);
        Term product =
            n.op() instanceof AddRow ? g : Lines.times(g, input(n, 0, x, r * columns + e));
        terms.add(product);
      }
    }
  }

  private Term input(Node n, int i, int b, int e) {
    return lines.term(lines.plan().input(n, i), b, e);
  }
}
