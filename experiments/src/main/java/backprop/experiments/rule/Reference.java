// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import java.util.Locale;

/** The reference of rules, written from the tables that the rules themselves use. */
final class Reference {
  private Reference() {}

  static String text() {
    StringBuilder text = new StringBuilder();
    text.append("## Event `space`: a combination of varied values is proposed\n\n");
    text.append("`if:` an expression, `then: forbid`. Every name under `vary` is a variable.\n\n");
    text.append("| variable | type | holds |\n|---|---|---|\n");
    row(text, Variables.LEARNER);
    text.append(EventReference.text());
    text.append("\n## Event `end`: all cells are done\n\n");
    text.append("`expect:` an expression, `level:` error, warning or info.\n\n");
    text.append("| variable | type | holds |\n|---|---|---|\n");
    Variables.END.forEach(variable -> row(text, variable));
    text.append("\n| function | gives |\n|---|---|\n");
    for (Function function : Functions.all()) {
      String calls = "`" + function.signatures().replace("), ", ")`<br>`") + "`";
      text.append("| ").append(calls).append(" | ");
      text.append(function.description()).append(" |\n");
    }
    for (Against.Member member : Against.ALL) {
      text.append("| `").append(member.signature()).append("` | ");
      text.append(member.text()).append(" |\n");
    }
    text.append("\n## Metrics\n\n");
    text.append("| in files | in expressions | column | better | unit | measures |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Metric metric : Metrics.all()) {
      text.append("| `").append(metric.name()).append("` | `").append(metric.variable());
      text.append("` | `").append(metric.column()).append("` | ");
      text.append(metric.direction().name().toLowerCase(Locale.ROOT)).append(" | ");
      text.append(metric.unit()).append(" | ").append(metric.description()).append(" |\n");
    }
    return text.toString();
  }

  private static void row(StringBuilder text, Variables.Variable variable) {
    text.append("| `").append(variable.name()).append("` | ").append(variable.type().name());
    text.append(" | ").append(variable.description()).append(" |\n");
  }
}
