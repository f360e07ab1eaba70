// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import java.util.Arrays;
import java.util.List;

/** A trace as text: one line for each number. */
public final class TraceText {
  private static final String BARS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
  private static final int WIDTH = 100;

  private final Trace trace;
  private final StringBuilder s = new StringBuilder();

  private TraceText(Trace trace) {
    this.trace = trace;
  }

  /** All recorded steps; a trace of many shows the first and the last one, and the losses. */
  public static String of(Trace trace) {
    TraceText text = new TraceText(trace);
    text.about();
    List<Frame> frames = trace.frames();
    text.step(frames.get(0));
    if (frames.size() > 1) {
      text.step(frames.get(frames.size() - 1));
      text.losses();
    }
    return text.s.toString();
  }

  private void about() {
    Trace.About a = trace.about();
    line(a.title());
    line("  network    " + a.network());
    line("  loss       " + a.loss());
    line("  optimizer  " + a.optimizer());
    line("  data       " + a.data());
    a.notes().forEach(n -> line("  " + n));
  }

  private void step(Frame f) {
    line("");
    String rows = f.rows().size() == 1 ? "row " : "rows ";
    line("STEP " + f.step() + ", " + rows + rows(f.rows()));
    Section.Phase phase = null;
    for (Section section : trace.script().of(f.rows().size())) {
      if (section.phase() != phase) {
        phase = section.phase();
        line("");
        line(
            switch (phase) {
              case FORWARD -> "FORWARD: from the inputs to the loss";
              case BACKWARD -> "BACKWARD: from the loss to the gradients, by the chain rule";
              case UPDATE -> "UPDATE: new weights, learning rate " + rate(f);
              case AFTER -> "AFTER";
            });
      }
      section(section, f);
    }
  }

  private String rate(Frame f) {
    for (Quantity q : trace.script().quantities()) {
      if (q.kind() == Quantity.Kind.NUMBER && q.symbol().equals("rate")) {
        double rate = f.number(q.id(), 0);
        return Double.isNaN(rate) ? "found by the minimizer" : Numbers.text(rate);
      }
    }
    return "";
  }

  static String rows(List<Integer> rows) {
    int[] sorted = rows.stream().mapToInt(r -> r).toArray();
    boolean run = sorted.length > 2;
    for (int i = 1; i < sorted.length && run; i++) {
      run = sorted[i] == sorted[i - 1] + 1;
    }
    if (run) {
      return sorted[0] + " to " + sorted[sorted.length - 1];
    }
    String all =
        String.join(", ", Arrays.stream(sorted).limit(20).mapToObj(String::valueOf).toList());
    return sorted.length > 20 ? all + ", ... (" + sorted.length + ")" : all;
  }

  private void section(Section section, Frame f) {
    line("");
    line("  " + section.title());
    if (!section.formula().isEmpty()) {
      line("    " + section.formula());
    }
    if (!section.remark().isEmpty()) {
      line("    (" + section.remark() + ")");
    }
    for (Line l : section.lines()) {
      String row =
          l.example() >= 0 && f.rows().size() > 1 ? "row " + f.rows().get(l.example()) + ": " : "";
      line("    " + row + written(l, f));
    }
    for (int q : section.quantities()) {
      if (f.summaries()[q] != null) {
        line("    " + summary(trace.script().quantities().get(q), f.summaries()[q]));
      }
    }
  }

  /** A line with its numbers. */
  public static String written(Line l, Frame f) {
    StringBuilder s = new StringBuilder(l.label());
    if (!l.formula().isEmpty()) {
      s.append(" = ").append(l.formula());
    }
    if (!l.numbers().isEmpty()) {
      String numbers = Numbers.fill(l.numbers(), f);
      if (!numbers.equals(l.formula())
          && !numbers.equals(Numbers.text(Numbers.value(l.result(), f)))) {
        s.append(" = ").append(numbers);
      }
    }
    return s.append(" = ").append(Numbers.text(Numbers.value(l.result(), f))).toString();
  }

  private static String summary(Quantity q, Summary m) {
    return q.symbol()
        + ": "
        + m.count()
        + " numbers from "
        + Numbers.text(m.least())
        + " to "
        + Numbers.text(m.largest())
        + ", mean "
        + Numbers.text(m.mean())
        + ", norm "
        + Numbers.text(m.norm())
        + (m.zeros() > 0 ? ", " + m.zeros() + " are 0" : "")
        + "  |"
        + bars(m.histogram())
        + "|";
  }

  private static String bars(int[] counts) {
    int most = Arrays.stream(counts).max().orElse(1);
    StringBuilder s = new StringBuilder();
    for (int c : counts) {
      int height = c == 0 ? 0 : 1 + (int) Math.round(7.0 * c / Math.max(1, most));
      s.append(BARS.charAt(height));
    }
    return s.toString();
  }

  private void losses() {
    line("");
    line("LOSS before each step");
    StringBuilder row = new StringBuilder();
    for (double x : trace.losses()) {
      String number = Numbers.text(x);
      if (row.length() + number.length() + 4 > WIDTH) {
        line("  " + row);
        row.setLength(0);
      }
      row.append(row.length() == 0 ? "" : "  ").append(number);
    }
    line("  " + row);
  }

  private void line(String text) {
    s.append(text).append('\n');
  }
}
