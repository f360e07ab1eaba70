package backprop.experiments.rule;

import backprop.experiments.rule.Verdict.Outcome;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.Metric;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An expectation that is judged at the end. */
final class Gate {
  /** What one data set, or the experiment as a whole, says. */
  private record Opinion(String place, Outcome outcome, String because) {
    String text() {
      return (place.isEmpty() ? "" : place + " ") + (because.isEmpty() ? "" : "(" + because + ")");
    }
  }

  private final RuleSpec spec;
  private final CelAbstractSyntaxTree tree;
  private final Literals literals;
  private final Set<Metric> metrics;

  Gate(
      RuleSpec spec,
      Language language,
      Metric leading,
      List<String> learners,
      Optional<List<String>> dataSets) {
    this.spec = spec;
    this.tree = language.check(spec);
    this.literals = Literals.ofGate(spec, tree, learners, dataSets);
    this.metrics = new LinkedHashSet<>(literals.metrics());
    if (literals.usesLeading()) {
      metrics.add(leading);
    }
  }

  /** Judges the results. */
  Verdict judge(ExperimentResults results) {
    Facts facts = new Facts(results);
    CelRuntime.Program program = Language.program(tree, Functions.bindings(facts));
    if (!literals.perDataSet()) {
      Opinion opinion = opinion(program, facts, results, Optional.empty());
      return verdict(opinion.outcome(), word(opinion.outcome()) + ": " + opinion.because());
    }
    List<Opinion> opinions = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (DataSet data : results.dataSets()) {
      if (metrics.stream().allMatch(metric -> metric.task().covers(data.classes()))) {
        opinions.add(opinion(program, facts, results, Optional.of(data)));
      } else {
        skipped.add(data.name());
      }
    }
    return together(opinions, skipped);
  }

  private Opinion opinion(
      CelRuntime.Program program,
      Facts facts,
      ExperimentResults results,
      Optional<DataSet> judged) {
    String place = judged.map(DataSet::name).orElse("");
    facts.look(judged.map(DataSet::name).orElse(null));
    Map<String, Object> values = Variables.end(results, judged);
    try {
      boolean holds = (Boolean) program.eval(values);
      List<String> numbers = new ArrayList<>(facts.evidence());
      for (String variable : List.of("failures", "cells")) {
        if (literals.names().contains(variable)) {
          numbers.add(variable + " = " + values.get(variable));
        }
      }
      return new Opinion(
          place, holds ? Outcome.PASS : Outcome.FAIL, String.join("; ", numbers));
    } catch (CelEvaluationException e) {
      return new Opinion(place, Outcome.INCONCLUSIVE, Undecided.reason(e));
    }
  }

  private Verdict together(List<Opinion> opinions, List<String> skipped) {
    String rest =
        skipped.isEmpty()
            ? ""
            : "; not judged on " + String.join(", ", skipped) + ": the metric is not defined there";
    if (opinions.isEmpty()) {
      return verdict(Outcome.INCONCLUSIVE, "undecided: there is no data set to judge" + rest);
    }
    Map<Outcome, List<Opinion>> groups = new EnumMap<>(Outcome.class);
    for (Opinion opinion : opinions) {
      groups.computeIfAbsent(opinion.outcome(), outcome -> new ArrayList<>()).add(opinion);
    }
    Outcome worst =
        groups.containsKey(Outcome.FAIL)
            ? Outcome.FAIL
            : groups.containsKey(Outcome.INCONCLUSIVE) ? Outcome.INCONCLUSIVE : Outcome.PASS;
    List<String> parts = new ArrayList<>();
    for (Outcome outcome : List.of(Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.PASS)) {
      List<Opinion> group = groups.getOrDefault(outcome, List.of());
      if (!group.isEmpty()) {
        parts.add(
            word(outcome)
                + " on "
                + count(outcome, group.size(), opinions.size())
                + String.join(", ", group.stream().map(Opinion::text).toList()));
      }
    }
    return verdict(worst, String.join("; ", parts) + rest);
  }

  /** How many data sets think so, and that a gate without a data set asks for all of them. */
  private static String count(Outcome outcome, int some, int all) {
    if (all == 1) {
      return "";
    }
    if (outcome == Outcome.FAIL) {
      String where = some == all ? "any of " + all : some + " of " + all;
      return where + " data sets, and must on all: ";
    }
    return (some == all ? "all " + all : some + " of " + all) + " data sets: ";
  }

  private Verdict verdict(Outcome outcome, String reason) {
    return new Verdict(spec.name(), spec.level(), outcome, reason);
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case PASS -> "holds";
      case FAIL -> "does not hold";
      case INCONCLUSIVE -> "undecided";
    };
  }
}
