// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.CellTable;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import backprop.experiments.statistics.Sample;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The rules on folds and on whole configurations. They are asked when all cells of a step of the
 * schedule are done, never in between: so what they see does not depend on how many cells run at
 * once, nor on which is the first to finish.
 */
public final class RaceRules {
  private final List<EventRule> fold;
  private final List<EventRule> configuration;

  RaceRules(List<EventRule> fold, List<EventRule> configuration) {
    this.fold = fold;
    this.configuration = configuration;
  }

  /** Whether folds are run one by one, because a rule is asked after each. */
  public boolean onFolds() {
    return !fold.isEmpty();
  }

  public boolean onConfigurations() {
    return !configuration.isEmpty();
  }

  /**
   * Whether configurations run one after the other, because a rule may end the experiment after
   * each. Where folds run one by one they do not: all configurations are whole at the same time.
   */
  public boolean oneByOne() {
    return !onFolds() && configuration.stream().anyMatch(RaceRules::ends);
  }

  private static boolean ends(EventRule rule) {
    return rule.action().kind() == Action.Kind.FINISH;
  }

  /**
   * Who is compared with whom.
   *
   * @param dataSet the data set
   * @param learner name of the learner
   * @param running the configurations that still run there
   */
  public record Group(DataSet dataSet, String learner, List<String> running) {}

  /** What is asked of it. */
  public enum Event {
    FOLD,
    CONFIGURATION
  }

  /** Prepares the rules of an event for results, which need not be complete. */
  public Hearing hear(Event event, ExperimentResults results) {
    return new Hearing(event == Event.FOLD ? fold : configuration, results);
  }

  /** The rules of one event on the results so far. */
  public static final class Hearing {
    private final List<EventRule> rules;
    private final ExperimentResults results;
    private final CellTable cells;
    private final Metric leading;
    private final Facts facts;
    private final List<CelRuntime.Program> programs = new ArrayList<>();

    private Hearing(List<EventRule> rules, ExperimentResults results) {
      this.rules = rules;
      this.results = results;
      this.cells = CellTable.of(results);
      this.leading = Metrics.named(results.metrics().get(0));
      // Races decide what runs on, not what is claimed: their tests are no family.
      Family alone = new Family();
      alone.close();
      this.facts = new Facts(results, alone, "", true);
      rules.forEach(rule -> programs.add(rule.program(Functions.bindings(facts))));
    }

    /** The best of those that run, by the mean over the folds done; the first of equals. */
    private String leader(Group group, String self) {
      String best = self;
      double value = Double.NaN;
      int most = group.running().stream().mapToInt(c -> sample(group, c).n()).max().orElse(0);
      for (String candidate : group.running()) {
        Sample sample = sample(group, candidate);
        boolean whole = most > 0 && sample.n() == most;
        if (whole && (Double.isNaN(value) || leading.direction().gain(sample.mean(), value) > 0)) {
          best = candidate;
          value = sample.mean();
        }
      }
      return best;
    }

    private Sample sample(Group group, String configuration) {
      return cells.sample(group.dataSet().name(), configuration, leading);
    }

    /**
     * The rules that fire, in the order of configurations and of the file; after a drop the
     * configuration is not asked about further.
     */
    public List<Firing> judge(Group group) {
      return judge(group, group.running(), rule -> true);
    }

    /** The same for one of the group's configurations and the rules that end the experiment. */
    public List<Firing> judgeEnd(Group group, String self) {
      return judge(group, List.of(self), RaceRules::ends);
    }

    private List<Firing> judge(Group group, List<String> asked, Predicate<EventRule> which) {
      List<Firing> fired = new ArrayList<>();
      String leader = group.running().isEmpty() ? "" : leader(group, group.running().get(0));
      for (String self : asked) {
        for (int i = 0; i < rules.size(); i++) {
          EventRule rule = rules.get(i);
          if (!which.test(rule) || !rule.covers(group.dataSet())) {
            continue;
          }
          facts.look(group.dataSet().name());
          Map<String, Object> values = values(group, self, leader);
          EventRule.Answer answer = rule.ask(programs.get(i), values);
          if (answer.holds()) {
            fired.add(firing(rule, group, self, values, answer.evidence()));
            if (rule.action().kind() == Action.Kind.DROP) {
              break;
            }
          }
        }
      }
      return fired;
    }

    private Firing firing(
        EventRule rule, Group group, String self, Map<String, Object> values, String evidence) {
      List<String> all = new ArrayList<>();
      if (!evidence.isEmpty()) {
        all.add(evidence);
      }
      all.addAll(facts.evidence());
      return new Firing(
          rule.spec().name(),
          rule.spec().event(),
          rule.action().toString(),
          group.dataSet().name(),
          self,
          0,
          0,
          ((Long) values.get("folds")).intValue(),
          all.stream().collect(Collectors.joining("; ")));
    }

    private Map<String, Object> values(Group group, String self, String leader) {
      DataSet data = group.dataSet();
      Sample own = sample(group, self);
      Map<String, Object> values = new HashMap<>();
      values.put("this", self);
      values.put("leader", leader);
      values.put("learner", group.learner());
      values.put("dataSet", data.name());
      values.put("folds", (long) own.n() + own.failed() + own.missing());
      values.put("plannedFolds", (long) results.repeats() * results.folds());
      values.put("rivals", (long) group.running().size() - 1);
      values.put("failures", (long) own.failed());
      values.put("rows", (long) data.rows());
      values.put("attributes", (long) data.attributes());
      values.put("classes", (long) data.classes());
      return values;
    }
  }
}
