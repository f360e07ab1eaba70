// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.baseline.BaselineCheck;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.Nearest;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of one experiment, parsed and type-checked. */
public final class Rules {
  private final List<SpaceRule> space = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();
  private final Map<String, List<EventRule>> events = new HashMap<>();
  private final List<String> learnerNames;
  private final List<String> dataSets;

  private Rules(List<String> learnerNames, Optional<List<String>> dataSets) {
    this.learnerNames = learnerNames;
    this.dataSets = dataSets.orElse(null);
  }

  /**
   * Parses and type-checks the rules, before anything is trained.
   *
   * @param rules the rules, in file order
   * @param metrics the metrics of the experiment as the file writes them, the leading one first
   * @param learnerNames the names of the learners; names of configurations may be among them
   * @param spaceVariables the variables of all {@code vary} parts: Long, Double, Boolean or String;
   *     a variable with both whole and decimal values is a Double; Object where the types differ
   * @throws ExperimentException at the first rule that is wrong, with its line and column
   */
  public static Rules compile(
      List<RuleSpec> rules,
      List<String> metrics,
      List<String> learnerNames,
      Map<String, Class<?>> spaceVariables)
      throws ExperimentException {
    return compile(rules, metrics, learnerNames, spaceVariables, Optional.empty());
  }

  /**
   * Parses and type-checks the rules, the names of data sets too.
   *
   * @param dataSets the names of the data sets; empty where they are not known yet, which makes a
   *     gate about an unknown one inconclusive
   * @throws ExperimentException at the first rule that is wrong, with its line and column
   */
  public static Rules compile(
      List<RuleSpec> rules,
      List<String> metrics,
      List<String> learnerNames,
      Map<String, Class<?>> spaceVariables,
      Optional<List<String>> dataSets)
      throws ExperimentException {
    if (metrics.isEmpty()) {
      throw new ExperimentException("an experiment needs at least one metric");
    }
    Metric leading = Metrics.named(metrics.get(0));
    if (leading.direction() == Metric.Direction.NEUTRAL) {
      throw new ExperimentException(
          "the first metric decides which configuration is best, but "
              + leading.name()
              + " is neither better nor worse when it is higher");
    }
    Map<String, CelType> types = Variables.spaceTypes(spaceVariables);
    Language ofSpace = Language.ofSpace(types);
    Language ofGates = Language.ofGates(Variables.endTypes(), learnerNames);
    Rules compiled = new Rules(learnerNames, dataSets);
    for (RuleSpec rule : rules) {
      switch (rule.event()) {
        case "space" -> {
          action(rule, "forbid");
          compiled.space.add(new SpaceRule(rule, ofSpace, types));
        }
        case "end" -> {
          action(rule, "expect");
          compiled.gates.add(new Gate(rule, ofGates, leading, learnerNames, dataSets));
        }
        case "epoch", "fold", "configuration", "experiment" ->
            compiled
                .events
                .computeIfAbsent(rule.event(), event -> new ArrayList<>())
                .add(new EventRule(rule, learnerNames, dataSets));
        default ->
            throw new ExperimentException(
                Language.place(rule)
                    + "unknown event \""
                    + rule.event()
                    + "\""
                    + "; "
                    + Nearest.hint(
                        rule.event(),
                        List.of("space", "epoch", "fold", "configuration", "experiment", "end")));
      }
    }
    return compiled;
  }

  private static void action(RuleSpec rule, String allowed) {
    if (!rule.action().equals(allowed)) {
      throw new ExperimentException(
          Language.place(rule)
              + "a rule on "
              + rule.event()
              + " can only "
              + allowed
              + ", found \""
              + rule.action()
              + "\"");
    }
  }

  /** The name of the first space rule that forbids a configuration. */
  public Optional<String> forbids(Configuration configuration) {
    return space.stream()
        .filter(rule -> rule.forbids(configuration))
        .map(SpaceRule::name)
        .findFirst();
  }

  /** The rules on epochs. */
  public EpochRules onEpochs() {
    List<EventRule> rules = on("epoch");
    return new EpochRules(
        rules,
        new EpochRules.Source(
            rules.stream().map(EventRule::spec).toList(),
            rules.isEmpty() ? List.of() : learnerNames,
            dataSets));
  }

  /** The rules on folds and configurations. */
  public RaceRules onRaces() {
    return new RaceRules(on("fold"), on("configuration"));
  }

  /** The rules on the experiment. */
  public ExperimentRules onExperiment() {
    return new ExperimentRules(on("experiment"));
  }

  private List<EventRule> on(String event) {
    return List.copyOf(events.getOrDefault(event, List.of()));
  }

  /**
   * Refuses gates about a baseline, for an experiment that names none.
   *
   * @throws ExperimentException at the first one, with its place
   */
  public void refuseBaseline() {
    gates.forEach(Gate::refuseBaseline);
  }

  /** The verdicts of the gates, in file order, without a baseline. */
  public List<Verdict> judge(ExperimentResults results) {
    return judge(results, BaselineCheck.NONE);
  }

  /** The verdicts of the gates, in file order. */
  public List<Verdict> judge(ExperimentResults results, BaselineCheck baseline) {
    Family family = new Family();
    gates.forEach(gate -> gate.count(results, family));
    family.close();
    return gates.stream().map(gate -> gate.judge(results, family, baseline)).toList();
  }

  /** The events, variables, functions and metrics of rules, as text in Markdown. */
  public static String reference() {
    return Reference.text();
  }
}
