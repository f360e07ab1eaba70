// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules on the experiment as a whole. They are asked after each cell in the order of the
 * schedule, whatever the order in which cells finish.
 */
public final class ExperimentRules {
  private final List<EventRule> rules;

  ExperimentRules(List<EventRule> rules) {
    this.rules = rules;
  }

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * The rules that fire and have not fired before.
   *
   * @param elapsed time worked
   * @param cells cells done
   * @param failures of them failed
   * @param dropped configurations dropped
   * @param earlier firings so far; a rule fires once
   */
  public List<Firing> judge(
      Duration elapsed, int cells, int failures, int dropped, List<Firing> earlier) {
    List<Firing> fired = new ArrayList<>();
    for (EventRule rule : rules) {
      String name = rule.spec().name();
      if (earlier.stream().anyMatch(f -> f.rule().equals(name))) {
        continue;
      }
      Map<String, Object> values = new HashMap<>();
      values.put("elapsed", elapsed);
      values.put("cells", (long) cells);
      values.put("failures", (long) failures);
      values.put("dropped", (long) dropped);
      EventRule.Answer answer = rule.ask(values);
      if (answer.holds()) {
        fired.add(
            new Firing(
                name,
                "experiment",
                rule.action().toString(),
                "",
                "",
                0,
                0,
                cells,
                answer.evidence()));
      }
    }
    return fired;
  }
}
