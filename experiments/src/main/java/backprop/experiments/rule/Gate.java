// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.baseline.BaselineCheck;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.rule.Verdict.Opinion;
import backprop.experiments.rule.Verdict.Outcome;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.Metric;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An expectation that is judged at the end. */
final class Gate {
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

  /** Counts the tests that the gate makes. */
  void count(ExperimentResults results, Family family) {
    Facts facts = new Facts(results, family, spec.name());
    for (Literals.TestCall test : literals.tests()) {
      Family.Test counted =
          new Family.Test(spec.name(), Facts.call(test.kind(), test.arguments()), test.claim());
      for (DataSet data : results.dataSets()) {
        facts.look(data.name());
        try {
          if (covers(data)) {
            family.add(
                counted, facts.place(test.arguments()), facts.p(test.kind(), test.arguments()));
          }
        } catch (Undecided e) {
          // It cannot be made, so nothing can come of it by chance.
          continue;
        }
      }
    }
  }

  /**
   * Refuses a comparison with a baseline that the experiment does not name.
   *
   * @throws ExperimentException with the place of the gate
   */
  void refuseBaseline() {
    if (literals.names().contains(Against.VARIABLE)) {
      throw new ExperimentException(
          Language.place(spec) + "the experiment file names no baseline; add 'baseline: FILE'");
    }
  }

  private boolean covers(DataSet data) {
    return metrics.stream().allMatch(metric -> metric.task().covers(data.classes()));
  }

  /** Judges the results, with the tests of all gates counted. */
  Verdict judge(ExperimentResults results, Family family, BaselineCheck baseline) {
    Facts facts = new Facts(results, family, spec.name());
    List<CelFunctionBinding> functions = new ArrayList<>(Functions.bindings(facts));
    functions.addAll(Against.bindings(facts));
    CelRuntime.Program program = Language.program(tree, functions);
    if (!literals.perDataSet()) {
      Opinion opinion = opinion(program, facts, results, baseline, Optional.empty());
      return verdict(
          opinion.outcome(), word(opinion.outcome()) + ": " + opinion.reason(), List.of());
    }
    List<Opinion> opinions = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (DataSet data : results.dataSets()) {
      if (covers(data)) {
        opinions.add(opinion(program, facts, results, baseline, Optional.of(data)));
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
      BaselineCheck baseline,
      Optional<DataSet> judged) {
    String place = judged.map(DataSet::name).orElse("");
    facts.look(judged.map(DataSet::name).orElse(null));
    Map<String, Object> values = Variables.end(results, judged);
    values.put(Against.VARIABLE, baseline);
    try {
      boolean holds = (Boolean) program.eval(values);
      List<String> numbers = new ArrayList<>(facts.evidence());
      for (String variable : List.of("failures", "cells")) {
        if (literals.names().contains(variable)) {
          numbers.add(variable + " = " + values.get(variable));
        }
      }
      return new Opinion(place, holds ? Outcome.PASS : Outcome.FAIL, String.join("; ", numbers));
    } catch (CelEvaluationException e) {
      return new Opinion(place, Outcome.INCONCLUSIVE, Undecided.reason(e));
    }
  }

  /** One data set on which it does not hold decides, then one that is undecided. */
  private Verdict together(List<Opinion> opinions, List<String> skipped) {
    List<String> lines = new ArrayList<>();
    Outcome worst = opinions.isEmpty() ? Outcome.INCONCLUSIVE : Outcome.PASS;
    for (Outcome outcome : List.of(Outcome.PASS, Outcome.INCONCLUSIVE, Outcome.FAIL)) {
      List<String> group = new ArrayList<>();
      for (Opinion opinion : opinions) {
        if (opinion.outcome() == outcome) {
          worst = outcome;
          String because = opinion.reason().isEmpty() ? "" : ": " + opinion.reason();
          group.add(word(outcome) + " on " + opinion.dataSet() + because);
        }
      }
      lines.addAll(0, group);
    }
    if (opinions.isEmpty()) {
      lines.add("undecided: there is no data set to judge");
    } else if (opinions.size() > 1) {
      lines.add(0, headline(worst, opinions));
    }
    if (!skipped.isEmpty()) {
      lines.add(
          "not judged on " + String.join(", ", skipped) + ": the metric is not defined there");
    }
    return verdict(worst, String.join("\n", lines), opinions);
  }

  /** How many data sets think so, and that a gate that names no data set asks for all of them. */
  private static String headline(Outcome outcome, List<Opinion> opinions) {
    long some = opinions.stream().filter(opinion -> opinion.outcome() == outcome).count();
    int all = opinions.size();
    String where =
        some < all ? some + " of " + all : (outcome == Outcome.FAIL ? "any of " : "all ") + all;
    String must = outcome == Outcome.PASS ? "" : ", and must hold on all";
    return word(outcome) + " on " + where + " data sets" + must;
  }

  private Verdict verdict(Outcome outcome, String reason, List<Opinion> opinions) {
    return new Verdict(
        spec.name(),
        spec.level(),
        outcome,
        reason,
        List.copyOf(opinions),
        spec.file(),
        spec.line(),
        spec.expression());
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case PASS -> "holds";
      case FAIL -> "does not hold";
      case INCONCLUSIVE -> "undecided";
    };
  }
}
