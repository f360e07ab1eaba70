// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.baseline.BaselineFile;
import backprop.experiments.file.Evaluation;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.ExperimentFile;
import backprop.experiments.file.LearnerSpec;
import backprop.experiments.file.Place;
import backprop.experiments.file.Value;
import backprop.experiments.report.Reports;
import backprop.experiments.rule.RuleSpec;
import backprop.experiments.rule.Rules;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import backprop.weka.BackpropClassifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turns an experiment file into a plan and finds everything that is wrong before training. */
public final class Planner {
  private final ExperimentFile file;
  private final List<String> only;
  private final String version;

  /**
   * @param only names of learners or data sets to which the plan is narrowed, several in one text
   *     with commas between them; empty for all
   * @param version version of this program
   */
  public Planner(ExperimentFile file, List<String> only, String version) {
    this.file = file;
    this.only = List.copyOf(only);
    this.version = version;
  }

  /**
   * The plan.
   *
   * @throws ExperimentException at the first thing that is wrong
   */
  public Plan plan() {
    List<Metric> metrics = metrics();
    Reports reports = at(file.output().reportsPlace(), () -> Reports.of(file.output().reports()));
    List<ConfigurationBuilder> builders =
        file.learners().stream().map(ConfigurationBuilder::new).toList();
    List<LoadedData> allData = new DataLoader(file.evaluation()).load(file.data());
    List<String> dataSets = allData.stream().map(set -> set.info().name()).toList();
    Rules rules =
        Rules.compile(
            file.rules(), file.metrics(), names(builders), variables(), Optional.of(dataSets));
    if (file.baseline() == null) {
      rules.refuseBaseline();
    } else {
      at(
          file.baseline().place(),
          () -> BaselineFile.read(file.baseline().path(), file.baseline().file()));
    }
    Set<String> named = only(allData);
    List<LoadedData> data = narrow(allData, d -> List.of(d.info().name(), d.info().file()), named);
    List<LearnerSpec> learners = narrow(file.learners(), l -> List.of(l.name()), named);
    List<Plan.Forbidden> forbidden = new ArrayList<>();
    List<PlannedConfiguration> configurations = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < builders.size(); i++) {
      LearnerSpec learner = file.learners().get(i);
      if (!learners.contains(learner)) {
        continue;
      }
      int before = configurations.size();
      addConfigurations(learner, builders.get(i), rules, configurations, forbidden);
      groups.addAll(Groups.of(learner, configurations.subList(before, configurations.size())));
    }
    checkEpochRules(configurations);
    for (LoadedData set : data) {
      checkMetrics(set, metrics);
      configurations.parallelStream()
          .map(configuration -> misfit(set, configuration))
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(
              misfit -> {
                throw misfit;
              });
    }
    return new Plan(
        file,
        rules,
        reports,
        data,
        List.copyOf(configurations),
        List.copyOf(forbidden),
        List.copyOf(groups),
        cells(data, configurations, rules),
        warnings(data, configurations));
  }

  /** A rule on epochs that no learner could ever make fire is a mistake. */
  private void checkEpochRules(List<PlannedConfiguration> configurations) {
    if (configurations.stream().anyMatch(c -> EpochTraining.suits(c.template()))) {
      return;
    }
    for (RuleSpec rule : file.rules()) {
      if (rule.event().equals("epoch")) {
        String schemes =
            configurations.stream()
                .map(c -> c.configuration().scheme())
                .distinct()
                .collect(Collectors.joining(", "));
        throw new Place(rule.file(), rule.line(), rule.column())
            .error(
                ("the rule '%s' is about epochs, which only"
                        + " weka.classifiers.functions.BackpropNetwork has; the learners are %s")
                    .formatted(rule.name(), schemes));
      }
    }
  }

  private static <T> T at(Place place, Supplier<T> look) {
    try {
      return look.get();
    } catch (ExperimentException e) {
      throw place.error(e.getMessage());
    }
  }

  private List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    for (int i = 0; i < file.metrics().size(); i++) {
      String name = file.metrics().get(i);
      Place place = file.metricPlaces().get(i);
      Metric metric = at(place, () -> Metrics.named(name));
      if (CellRunner.isMeasured(metric.column())) {
        throw place.error(
            "the metric '"
                + name
                + "' is measured and no run repeats it; see timings.csv in the output folder");
      } else if (metrics.contains(metric)) {
        throw place.error("the metric '" + name + "' stands twice");
      }
      metrics.add(metric);
    }
    return metrics;
  }

  private List<String> names(List<ConfigurationBuilder> builders) {
    Set<String> names = new LinkedHashSet<>();
    file.learners().forEach(learner -> names.add(learner.name()));
    for (int i = 0; i < builders.size(); i++) {
      for (Map<String, Value> values : file.learners().get(i).points()) {
        names.add(builders.get(i).name(values));
      }
    }
    return List.copyOf(names);
  }

  /** The variables of all learners with their types; Object where learners differ. */
  private Map<String, Class<?>> variables() {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    for (LearnerSpec learner : file.learners()) {
      for (List<Map<String, Value>> axis : learner.space().axes()) {
        axis.get(0)
            .forEach((name, value) -> types.merge(name, value.value().getClass(), Planner::both));
      }
    }
    return types;
  }

  private static Class<?> both(Class<?> a, Class<?> b) {
    if (a == b) {
      return a;
    }
    boolean numbers = Number.class.isAssignableFrom(a) && Number.class.isAssignableFrom(b);
    return numbers ? Double.class : Object.class;
  }

  private void addConfigurations(
      LearnerSpec learner,
      ConfigurationBuilder builder,
      Rules rules,
      List<PlannedConfiguration> configurations,
      List<Plan.Forbidden> forbidden) {
    int before = configurations.size();
    List<Proposal> proposals =
        learner.points().parallelStream().map(values -> propose(builder, rules, values)).toList();
    for (Proposal proposal : proposals) {
      if (proposal.wrong() != null) {
        throw proposal.wrong();
      } else if (proposal.forbidden() != null) {
        forbidden.add(proposal.forbidden());
      } else {
        configurations.add(proposal.built());
      }
    }
    if (configurations.size() == before) {
      throw builder.nothingLeft();
    }
  }

  /** What becomes of a combination: one of the three, the others are null. */
  private record Proposal(
      PlannedConfiguration built, Plan.Forbidden forbidden, RuntimeException wrong) {}

  private static Proposal propose(
      ConfigurationBuilder builder, Rules rules, Map<String, Value> values) {
    try {
      Configuration proposed = builder.proposed(values);
      return rules
          .forbids(proposed)
          .map(rule -> new Proposal(null, new Plan.Forbidden(proposed.name(), rule), null))
          .orElseGet(() -> new Proposal(builder.build(values), null, null));
    } catch (RuntimeException e) {
      return new Proposal(null, null, e);
    }
  }

  private Set<String> only(List<LoadedData> data) {
    Set<String> known = new LinkedHashSet<>();
    file.learners().forEach(learner -> known.add(learner.name()));
    data.forEach(set -> known.add(set.info().name()));
    data.forEach(set -> known.add(set.info().file()));
    return OnlyNames.of(only, known);
  }

  private interface Names<T> {
    List<String> of(T item);
  }

  /** What {@code --only} leaves of a list: all, where it names none of them. */
  private <T> List<T> narrow(List<T> items, Names<T> names, Set<String> only) {
    List<T> named =
        items.stream().filter(item -> names.of(item).stream().anyMatch(only::contains)).toList();
    return named.isEmpty() ? items : named;
  }

  private void checkMetrics(LoadedData set, List<Metric> metrics) {
    boolean nominal = set.info().classes() > 0;
    for (int i = 0; i < metrics.size(); i++) {
      Metric.Task task = metrics.get(i).task();
      if (task == (nominal ? Metric.Task.REGRESSION : Metric.Task.CLASSIFICATION)) {
        throw file.metricPlaces()
            .get(i)
            .error(
                "the metric '%s' needs a %s class, '%s' of the data set '%s' is %s"
                    .formatted(
                        file.metrics().get(i),
                        nominal ? "numeric" : "nominal",
                        set.info().classAttribute(),
                        set.info().file(),
                        nominal ? "nominal" : "numeric; class-type: nominal reads it as labels"));
      }
    }
  }

  /** Why a configuration cannot be trained on a data set, if it cannot. */
  private static Optional<ExperimentException> misfit(
      LoadedData set, PlannedConfiguration planned) {
    try {
      if (planned.template() instanceof BackpropClassifier network) {
        network.check(set.rows());
      } else {
        planned.template().getCapabilities().testWithFail(set.rows());
      }
      return Optional.empty();
    } catch (Exception e) {
      String reason = Schemes.sentence(e);
      String scheme = planned.configuration().scheme() + ": ";
      return Optional.of(
          planned
              .place()
              .error(
                  "learner '%s' cannot be trained on the data set '%s': %s"
                      .formatted(
                          planned.configuration().name(),
                          set.info().file(),
                          reason.startsWith(scheme) ? reason.substring(scheme.length()) : reason)));
    }
  }

  private List<Cell> cells(
      List<LoadedData> data, List<PlannedConfiguration> configurations, Rules rules) {
    Evaluation evaluation = file.evaluation();
    Cell.Basis basis = new Cell.Basis(evaluation, file.seed(), version, rules.onEpochs().text());
    int each = configurations.size();
    return IntStream.range(0, data.size() * each)
        .parallel()
        .mapToObj(i -> new Cell.Keys(data.get(i / each), configurations.get(i % each), basis))
        .flatMap(keys -> keys.all(evaluation.repeats(), evaluation.folds()))
        .toList();
  }

  private static List<String> warnings(
      List<LoadedData> data, List<PlannedConfiguration> configurations) {
    List<String> warnings = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    for (PlannedConfiguration planned : configurations) {
      Configuration c = planned.configuration();
      String other = seen.putIfAbsent(c.scheme() + " " + c.options(), c.name());
      if (other != null) {
        warnings.add(
            ("'%s' and '%s' are the same scheme with the same options; Weka's Analyse tab cannot"
                    + " tell them apart, so results.arff holds only the first; drop one of them")
                .formatted(other, c.name()));
      }
    }
    for (LoadedData set : data) {
      long missing = set.rows().stream().filter(row -> row.classIsMissing()).count();
      if (missing > 0) {
        warnings.add(
            "the class is missing in %d of %d rows of '%s'"
                .formatted(missing, set.rows().numInstances(), set.info().name()));
      }
    }
    return List.copyOf(warnings);
  }
}
