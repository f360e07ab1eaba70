// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.Dropped;
import backprop.experiments.run.Group;
import backprop.experiments.run.Plan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a plan: what runs, and what a rule forbids. */
final class PlanTable {
  private final Plan plan;

  PlanTable(Plan plan) {
    this.plan = plan;
  }

  /** One line: how many cells, and of what. */
  String counts() {
    int repeats = plan.file().evaluation().repeats();
    int folds = plan.file().evaluation().folds();
    return "%s (%d forbidden) x %s x %s x %s = %s"
            .formatted(
                count(plan.configurations().size(), "configuration"),
                plan.forbidden().size(),
                count(plan.data().size(), "data set"),
                count(repeats, "repeat"),
                count(folds, "fold"),
                count(plan.cells().size(), "cell"))
        + (plan.runs() == plan.cells().size()
            ? ""
            : "; the search runs " + count(plan.runs(), "cell") + ", most with part of the epochs");
  }

  /** One line for each step of a search: how many configurations get how many of their epochs. */
  private void printSteps(PrintStream out) {
    for (Group group : plan.groups()) {
      // The last bracket of several has one step.
      boolean searched =
          group.steps() > 1
              || plan.groups().stream()
                  .anyMatch(g -> g != group && g.learner().equals(group.learner()));
      for (int step = 0; searched && step < group.steps(); step++) {
        out.printf(
            Locale.ROOT,
            "%s, %s, step %d: %s, %.4g%% of the epochs%n",
            group.learner(),
            group.name(),
            step + 1,
            count(group.size(step), "configuration"),
            100 * group.part(step));
      }
    }
  }

  private static String count(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  void print(PrintStream out) {
    out.println("Experiment " + plan.file().name() + ", seed " + plan.file().seed());
    out.println();
    List<String[]> data = new ArrayList<>();
    data.add(new String[] {"data set", "rows", "attributes", "class", "file"});
    for (DataSet set : plan.dataSets()) {
      String type = set.classes() == 0 ? "numeric" : set.classes() + " labels";
      data.add(
          new String[] {
            set.name(),
            "" + set.rows(),
            "" + set.attributes(),
            set.classAttribute() + " (" + type + ")",
            set.file()
          });
    }
    print(out, data);
    out.println();
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"configuration", "scheme"});
    for (Configuration c : plan.configurationsOnly()) {
      rows.add(new String[] {c.name(), (c.scheme() + " " + c.options()).strip()});
    }
    plan.forbidden()
        .forEach(
            f -> rows.add(new String[] {f.configuration(), "forbidden by '" + f.rule() + "'"}));
    print(out, rows);
    out.println();
    printSteps(out);
    plan.warnings().forEach(warning -> out.println("warning: " + warning));
    out.println(counts());
  }

  /** What was dropped while the experiment ran, and why. */
  void printDropped(PrintStream out, List<Dropped> dropped) {
    if (dropped.isEmpty()) {
      return;
    }
    out.println();
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"dropped", "on", "by", "after", "because"});
    for (Dropped d : dropped) {
      rows.add(
          new String[] {
            d.configuration(), d.dataSet(), d.by(), count(d.done(), "cell"), d.evidence()
          });
    }
    print(out, rows);
  }

  private static void print(PrintStream out, List<String[]> rows) {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row[c].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        boolean last = c == columns - 1;
        line.append(row[c]).append(last ? "" : " ".repeat(widths[c] - row[c].length() + 2));
      }
      out.println(line);
    }
  }
}
