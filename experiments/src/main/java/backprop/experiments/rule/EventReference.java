// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.stream.Collectors;

/** The part of the reference about the events that happen while an experiment runs. */
final class EventReference {
  private EventReference() {}

  static String text() {
    return section("epoch", "a run of a network has finished an epoch", "No functions.")
        + section(
            "fold",
            "a fold is done",
            "Functions: those of `end`, over the folds that are done; a learner may be `this` or"
                + " `leader`.")
        + section(
            "configuration",
            "a configuration has all its folds on a data set",
            "Functions: as on `fold`.")
        + section("experiment", "a cell is done", "No functions.");
  }

  private static String section(String event, String when, String functions) {
    List<Action.Kind> actions = Action.OF_EVENTS.get(event);
    StringBuilder text = new StringBuilder();
    text.append("\n## Event `").append(event).append("`: ").append(when).append("\n\n");
    text.append("`if:` an expression, `then:` ");
    text.append(actions.stream().map(Action.Kind::form).collect(Collectors.joining(", ")));
    text.append(". ").append(functions).append("\n\n");
    text.append("| action | does |\n|---|---|\n");
    for (Action.Kind kind : actions) {
      text.append("| `").append(kind.form()).append("` | ").append(kind.meaning()).append(" |\n");
    }
    text.append("\n| variable | type | unit | range | holds |\n|---|---|---|---|---|\n");
    for (EventVariables.Variable v : EventVariables.of(event)) {
      String type = v.type() == SimpleType.DURATION ? "duration" : v.type().name();
      text.append("| `").append(v.name()).append("` | ").append(type).append(" | ");
      text.append(v.unit()).append(" | ").append(v.range()).append(" | ");
      text.append(v.description()).append(" |\n");
    }
    return text.toString();
  }
}
