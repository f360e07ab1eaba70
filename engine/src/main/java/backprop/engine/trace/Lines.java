// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lines in the making: those of one section, for minibatches of one size. */
final class Lines {
  /** More terms are not written out. */
  static final int TERMS = 12;

  private final Plan plan;
  private final Limits limits;
  private final int batch;
  private final List<Line> lines = new ArrayList<>();

  Lines(Plan plan, Limits limits, int batch) {
    this.plan = plan;
    this.limits = limits;
    this.batch = batch;
  }

  List<Line> all() {
    return lines;
  }

  int batch() {
    return batch;
  }

  Plan plan() {
    return plan;
  }

  /** A term of a formula: in symbols and in numbers. */
  record Term(String symbol, String number) {}

  /** Examples whose lines of a quantity are written: none where it is folded. */
  int examples(int quantity) {
    Quantity q = plan.quantity(quantity);
    return q.folded() ? 0 : q.perExample() ? Math.min(batch, limits.rows()) : 1;
  }

  /** An element of an example; the number is empty where it is folded. */
  Term term(int quantity, int example, int e) {
    Quantity q = plan.quantity(quantity);
    return new Term(q.label(e), q.folded() ? "" : place(q, example, e));
  }

  static String place(Quantity q, int example, int e) {
    return "{" + q.id() + "." + (q.perExample() ? example * q.size() + e : e) + "}";
  }

  /** A line whose result is an element of a quantity. */
  void add(int quantity, int example, int e, String formula, String numbers) {
    Quantity q = plan.quantity(quantity);
    lines.add(
        new Line(
            q.perExample() ? example : -1, e, q.label(e), formula, numbers, place(q, example, e)));
  }

  /** The same with a formula of terms; the pattern has {@code %s} for each. */
  void add(int quantity, int example, int e, String pattern, Term... terms) {
    Object[] symbols = new Object[terms.length];
    Object[] numbers = new Object[terms.length];
    boolean known = true;
    for (int i = 0; i < terms.length; i++) {
      symbols[i] = terms[i].symbol();
      numbers[i] = terms[i].number();
      known &= !terms[i].number().isEmpty();
    }
    add(
        quantity,
        example,
        e,
        String.format(pattern, symbols),
        known ? String.format(pattern, numbers) : "");
  }

  /**
   * A sum of terms, which may be products.
   *
   * @param shortly the sum in symbols; empty for all terms
   */
  void sum(int quantity, int example, int e, String shortly, List<Term> terms, Term last) {
    List<Term> all = new ArrayList<>(terms);
    if (last != null) {
      all.add(last);
    }
    if (all.size() > TERMS) {
      add(
          quantity,
          example,
          e,
          shortly.isEmpty()
              ? "sum of " + all.size() + " terms: " + all.get(0).symbol() + " + ..."
              : shortly,
          "");
      return;
    }
    boolean known = all.stream().noneMatch(t -> t.number().isEmpty());
    add(
        quantity,
        example,
        e,
        shortly.isEmpty()
            ? all.stream().map(Term::symbol).collect(Collectors.joining(" + "))
            : shortly,
        known ? all.stream().map(Term::number).collect(Collectors.joining(" + ")) : "");
  }

  /** A product. */
  static Term times(Term a, Term b) {
    return new Term(
        a.symbol() + " * " + b.symbol(),
        a.number().isEmpty() || b.number().isEmpty() ? "" : a.number() + " * " + b.number());
  }

  /** Matrix rows of one example of what goes into a node. */
  static int rows(Node n, int i) {
    return n.inputValue(i).shape().rows();
  }

  /** Matrix columns of what goes into a node. */
  static int columns(Node n, int i) {
    return n.inputValue(i).shape().columns();
  }
}
