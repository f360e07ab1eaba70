// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.run.DataSet;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A rule on something that happens while the experiment runs. */
final class EventRule {
  private final RuleSpec spec;
  private final Action action;
  private final CelAbstractSyntaxTree tree;
  private final Literals literals;
  private final CelRuntime.Program plain;

  /**
   * @throws ExperimentException where the rule is wrong, with its place
   */
  EventRule(RuleSpec spec, List<String> learners, Optional<List<String>> dataSets) {
    this.spec = spec;
    try {
      this.action = Action.parse(spec.event(), spec.action());
    } catch (IllegalArgumentException e) {
      throw new ExperimentException(Language.place(spec) + e.getMessage(), e);
    }
    Language language =
        comparesConfigurations()
            ? Language.ofGates(EventVariables.types(spec.event()), learners)
            : Language.ofSpace(EventVariables.types(spec.event()));
    this.tree = language.check(spec);
    this.literals = Literals.ofGate(spec, tree, learners, dataSets);
    if (literals.names().contains(Against.VARIABLE)) {
      throw new ExperimentException(
          Language.place(spec) + "only rules on end compare with the baseline");
    }
    this.plain = comparesConfigurations() ? null : Language.program(tree, List.of());
  }

  private boolean comparesConfigurations() {
    return spec.event().equals("fold") || spec.event().equals("configuration");
  }

  RuleSpec spec() {
    return spec;
  }

  Action action() {
    return action;
  }

  /** Whether all its metrics are defined for the class of a data set. */
  boolean covers(DataSet data) {
    return literals.metrics().stream().allMatch(metric -> metric.task().covers(data.classes()));
  }

  /** Whether it reads one of these variables. */
  boolean reads(String variable) {
    return literals.names().contains(variable);
  }

  /**
   * What it says.
   *
   * @param holds whether it fires
   * @param problem why it cannot be decided; null where it can
   * @param evidence the numbers that it read
   */
  record Answer(boolean holds, String problem, String evidence) {}

  /** The program with functions of results bound to it. */
  CelRuntime.Program program(List<CelFunctionBinding> functions) {
    return Language.program(tree, functions);
  }

  Answer ask(Map<String, Object> values) {
    return ask(plain, values);
  }

  Answer ask(CelRuntime.Program program, Map<String, Object> values) {
    try {
      boolean holds = (Boolean) program.eval(new Known(values));
      return new Answer(holds, null, holds ? evidence(values) : "");
    } catch (CelEvaluationException | Undecided e) {
      return new Answer(false, Undecided.reason(e), "");
    }
  }

  private String evidence(Map<String, Object> values) {
    List<String> parts = new ArrayList<>();
    EventVariables.of(spec.event()).stream()
        .filter(variable -> literals.names().contains(variable.name()))
        .filter(variable -> !variable.name().equals("this"))
        .forEach(
            variable -> parts.add(variable.name() + " = " + text(values.get(variable.name()))));
    return parts.stream().collect(Collectors.joining(", "));
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return Numbers.text(number);
    } else if (value instanceof Duration time) {
      return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }
    return String.valueOf(value);
  }
}
