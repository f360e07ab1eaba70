// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import backprop.experiments.rule.Action;
import backprop.experiments.rule.RuleSpec;
import backprop.experiments.rule.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the {@code rules} part; expressions are compiled later, by the rules themselves. */
final class RuleReader {
  private static final List<String> EVENTS =
      List.of("space", "epoch", "fold", "configuration", "experiment", "end");

  List<RuleSpec> read(YamlValue rules) {
    List<RuleSpec> specs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlValue rule : rules.items()) {
      rule.entries("name", "on", "if", "then", "expect", "level");
      YamlValue name = rule.required("name");
      if (!names.add(name.text())) {
        throw name.place().error("two rules have the name '" + name.text() + "'");
      }
      YamlValue on = rule.required("on");
      checkEvent(on);
      String event = on.text();
      specs.add(event.equals("end") ? gate(name.text(), rule) : acting(name.text(), event, rule));
    }
    return List.copyOf(specs);
  }

  private static void checkEvent(YamlValue on) {
    String event = on.text();
    if (!EVENTS.contains(event)) {
      throw on.textPlace().error("unknown event '" + event + "'; " + Nearest.hint(event, EVENTS));
    }
  }

  private static RuleSpec acting(String name, String event, YamlValue rule) {
    refuse(rule, event, "if and then", "expect", "level");
    YamlValue then = rule.required("then");
    try {
      Action.parse(event, then.text());
    } catch (IllegalArgumentException e) {
      throw then.textPlace().error(e.getMessage());
    }
    return spec(name, event, rule.required("if"), then.text().strip(), Verdict.Level.ERROR);
  }

  private static RuleSpec gate(String name, YamlValue rule) {
    refuse(rule, "end", "expect and level", "if", "then");
    YamlValue given = rule.entries().get("level");
    Verdict.Level level = Verdict.Level.ERROR;
    if (given != null) {
      List<String> levels = List.of("error", "warning", "info");
      if (!levels.contains(given.text())) {
        throw given
            .textPlace()
            .error("unknown level '" + given.text() + "'; " + Nearest.hint(given.text(), levels));
      }
      level = Verdict.Level.valueOf(given.text().toUpperCase(Locale.ROOT));
    }
    return spec(name, "end", rule.required("expect"), "expect", level);
  }

  private static void refuse(YamlValue rule, String event, String takes, String... keys) {
    Map<String, YamlValue> entries = rule.entries();
    for (String key : keys) {
      if (entries.containsKey(key)) {
        throw rule.keyPlace(key)
            .error("a rule on '" + event + "' takes " + takes + ", not '" + key + "'");
      }
    }
  }

  private static RuleSpec spec(
      String name, String event, YamlValue expression, String action, Verdict.Level level) {
    Place place = expression.isScalar() ? expression.textPlace() : expression.place();
    return new RuleSpec(
        name, event, expression.text(), action, level, place.file(), place.line(), place.column());
  }
}
