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
import backprop.engine.op.Softmax;
import backprop.engine.op.SoftmaxCrossEntropy;
import backprop.engine.op.Subtract;
import backprop.engine.trace.Lines.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The lines of an op forward: of each element of its output. */
final class ForwardLines {
  private final Lines lines;
  private final Extras extras;
  private final String lossFormula;

  ForwardLines(Lines lines, Extras extras, String lossFormula) {
    this.lines = lines;
    this.extras = extras;
    this.lossFormula = lossFormula;
  }

  /** The lines of a node whose output is a quantity. */
  void write(Node n, int output) {
    Quantity y = lines.plan().quantity(output);
    for (int b = 0; b < lines.examples(output); b++) {
      if (n.op() instanceof PairLoss p) {
        pairLoss(n, p, output, b);
      } else if (n.op() instanceof SoftmaxCrossEntropy) {
        crossEntropy(n, output, b);
      } else {
        for (int e = 0; e < y.size(); e++) {
          element(n, output, b, e);
        }
      }
    }
  }

  private void element(Node n, int output, int b, int e) {
    Op op = n.op();
    if (op instanceof Affine) {
      affine(n, 1, output, b, e);
    } else if (op instanceof AffineSlices a) {
      affine(n, a.slices(), output, b, e);
    } else if (op instanceof Map m) {
      Term x = input(n, 0, b, e);
      String f = FunctionText.of(m.function());
      lines.add(
          output,
          b,
          e,
          FunctionText.put(f, java.util.Map.of("x", x.symbol())),
          x.number().isEmpty() ? "" : FunctionText.put(f, java.util.Map.of("x", x.number())));
    } else if (op instanceof Add) {
      lines.add(output, b, e, "%s + %s", input(n, 0, b, e), input(n, 1, b, e));
    } else if (op instanceof Subtract) {
      lines.add(output, b, e, "%s - %s", input(n, 0, b, e), input(n, 1, b, e));
    } else if (op instanceof Multiply) {
      lines.add(output, b, e, "%s * %s", input(n, 0, b, e), input(n, 1, b, e));
    } else if (op instanceof AddRow) {
      lines.add(output, b, e, "%s + %s", input(n, 0, b, e), row(n, b, e));
    } else if (op instanceof MultiplyRow) {
      lines.add(output, b, e, "%s * %s", input(n, 0, b, e), row(n, b, e));
    } else if (op instanceof Scale s) {
      lines.add(output, b, e, Numbers.constant(s.factor()) + " * %s", input(n, 0, b, e));
    } else if (op instanceof Softmax && n.outputValue().shape().columns() <= Lines.TERMS) {
      int columns = n.outputValue().shape().columns();
      int start = e / columns * columns;
      String sum =
          IntStream.range(0, columns).mapToObj(j -> "e^%s").collect(Collectors.joining(" + "));
      List<Term> terms = new ArrayList<>(List.of(input(n, 0, b, e)));
      IntStream.range(0, columns).forEach(j -> terms.add(input(n, 0, b, start + j)));
      lines.add(output, b, e, "e^%s / (" + sum + ")", terms.toArray(new Term[0]));
    } else {
      // The section has the formula: there is none of an element alone.
      lines.add(output, b, e, "", "");
    }
  }

  private void affine(Node n, int slices, int output, int b, int e) {
    int in = Lines.columns(n, 0);
    int out = n.outputValue().shape().columns();
    int row = e / out;
    int unit = e % out;
    int first = row * in + unit / (out / slices) * (in / slices);
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < in / slices; i++) {
      terms.add(Lines.times(input(n, 0, b, first + i), input(n, 1, b, i * out + unit)));
    }
    lines.sum(output, b, e, "", terms, n.inputs() > 2 ? input(n, 2, b, unit) : null);
  }

  private void pairLoss(Node n, PairLoss p, int output, int b) {
    Quantity loss = lines.plan().quantity(output);
    int columns = Lines.columns(n, 0);
    String f = FunctionText.of(p.function());
    for (int r = 0; r < loss.size(); r++) {
      List<Term> parts = new ArrayList<>();
      for (int c = 0; c < columns; c++) {
        int e = r * columns + c;
        Term x = input(n, 0, b, e);
        Term t = input(n, 1, b, e);
        String symbols = FunctionText.put(f, java.util.Map.of("x", x.symbol(), "t", t.symbol()));
        String numbers =
            x.number().isEmpty() || t.number().isEmpty()
                ? ""
                : FunctionText.put(f, java.util.Map.of("x", x.number(), "t", t.number()));
        if (columns == 1) {
          lines.add(output, b, r, symbols, numbers);
        } else if (lines.examples(extras.part(n)) > 0) {
          lines.add(extras.part(n), b, e, symbols, numbers);
          parts.add(lines.term(extras.part(n), b, e));
        }
      }
      if (columns > 1 && parts.size() <= Lines.TERMS && !parts.isEmpty()) {
        String sum =
            parts.stream().map(t -> "%s").collect(Collectors.joining(" + ", "(", ") / " + columns));
        lines.add(output, b, r, sum, parts.toArray(new Term[0]));
      } else if (columns > 1) {
        lines.add(output, b, r, "mean of " + columns + " numbers: " + f, "");
      }
    }
  }

  private void crossEntropy(Node n, int output, int b) {
    int classes = Lines.columns(n, 0);
    int rows = Lines.rows(n, 0);
    int p = extras.part(n);
    int t = extras.share(n);
    boolean each = classes <= Lines.TERMS && lines.examples(p) > 0;
    for (int r = 0; r < rows; r++) {
      List<Term> parts = new ArrayList<>();
      for (int c = 0; c < classes && each; c++) {
        int e = r * classes + c;
        int start = r * classes;
        String sum =
            IntStream.range(0, classes).mapToObj(j -> "e^%s").collect(Collectors.joining(" + "));
        List<Term> terms = new ArrayList<>(List.of(input(n, 0, b, e)));
        IntStream.range(0, classes).forEach(j -> terms.add(input(n, 0, b, start + j)));
        lines.add(p, b, e, "e^%s / (" + sum + ")", terms.toArray(new Term[0]));
        parts.add(lines.term(t, b, e));
        parts.add(lines.term(p, b, e));
      }
      if (each) {
        String sum =
            IntStream.range(0, classes)
                .mapToObj(c -> "%s * ln(%s)")
                .collect(Collectors.joining(" + ", "-(", ")"));
        lines.add(output, b, r, sum, parts.toArray(new Term[0]));
      } else {
        lines.add(output, b, r, lossFormula, "");
      }
    }
  }

  private Term input(Node n, int i, int b, int e) {
    return lines.term(lines.plan().input(n, i), b, e);
  }

  /** The element of a row that belongs to an element of a matrix. */
  private Term row(Node n, int b, int e) {
    return input(n, 1, b, e % Lines.columns(n, 0));
  }
}
