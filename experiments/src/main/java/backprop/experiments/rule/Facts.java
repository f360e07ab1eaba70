// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.file.Nearest;
import backprop.experiments.rule.Function.Arguments;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.CellTable;
import backprop.experiments.statistics.Comparison;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import backprop.experiments.statistics.PairedTest;
import backprop.experiments.statistics.Sample;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** What gates know: the results, seen from one data set, and a record of the numbers they used. */
final class Facts {
  private record Choice(Configuration configuration, int from) {
    String text() {
      return configuration.name() + (from == 1 ? "" : ", best of " + from);
    }
  }

  private final ExperimentResults results;
  private final CellTable cells;
  private final Metric leading;
  private final boolean partial;
  private final Set<String> evidence = new LinkedHashSet<>();
  private final Set<String> asides = new LinkedHashSet<>();
  private String dataSet;

  Facts(ExperimentResults results) {
    this(results, false);
  }

  /**
   * @param partial whether the folds that are done decide, though more are planned
   */
  Facts(ExperimentResults results, boolean partial) {
    this.results = results;
    this.partial = partial;
    this.cells = CellTable.of(results);
    this.leading = Metrics.named(results.metrics().get(0));
  }

  /** Turns to a data set (null: to none) and forgets the numbers used so far. */
  void look(String name) {
    dataSet = name;
    evidence.clear();
    asides.clear();
  }

  /** The numbers used since {@link #look}, one phrase each. */
  List<String> evidence() {
    List<String> all = new ArrayList<>(evidence);
    all.addAll(asides);
    return all;
  }

  Summary best(String learner, String on) {
    String place = place(on);
    Choice choice = choose(learner, place);
    return new Summary(metric -> mean(choice, place, metric));
  }

  Summary deviation(String learner, String on) {
    String place = place(on);
    Choice choice = choose(learner, place);
    return new Summary(
        metric -> {
          Sample sample = complete(choice.configuration(), place, metric);
          if (sample.n() < 2) {
            throw new Undecided(
                "a standard deviation needs at least 2 folds, "
                    + choice.configuration().name()
                    + " has 1");
          }
          note(choice, metric, sample, on);
          return sample.deviation();
        });
  }

  Summary mean(String learner, String on) {
    String place = place(on);
    List<Configuration> all = configurations(learner);
    if (all.size() == 1) {
      return best(learner, on);
    }
    return new Summary(
        metric -> {
          double sum = 0;
          for (Configuration configuration : all) {
            sum += complete(configuration, place, metric).mean();
          }
          double mean = sum / all.size();
          evidence.add(
              metric.name()
                  + where(on)
                  + " "
                  + Numbers.text(mean)
                  + " for "
                  + learner
                  + ", mean of "
                  + all.size()
                  + " configurations");
          return mean;
        });
  }

  double gain(Arguments a) {
    return compared(a, (choices, test) -> metric(a).direction().gain(test.first(), test.second()));
  }

  boolean significant(Arguments a) {
    return compared(a, (choices, test) -> wins(a, test, choices.get(0).from(), 1));
  }

  boolean worse(Arguments a) {
    return compared(a, (choices, test) -> wins(a, test, choices.get(1).from(), -1));
  }

  /**
   * Whether one side wins. Where its configuration was chosen as the best of several on the very
   * folds that are tested, p is multiplied by their number (Bonferroni): otherwise the best of many
   * equal configurations would look significant.
   */
  private boolean wins(Arguments a, PairedTest test, int from, int sign) {
    if (!(a.level() > 0 && a.level() < 1)) {
      throw new Undecided("a level of significance lies between 0 and 1, found " + a.level());
    }
    if (from > 1) {
      evidence.add(
          "p times "
              + from
              + " for choosing the best of "
              + from
              + " is "
              + Numbers.brief(Math.min(1, test.p() * from)));
    }
    double gain = metric(a).direction().gain(test.first(), test.second());
    return gain * sign > 0 && test.p() * from <= a.level();
  }

  private <T> T compared(Arguments a, BiFunction<List<Choice>, PairedTest, T> use) {
    Metric metric = metric(a);
    String place = place(a.dataSet());
    Choice first = choose(a.learners().get(0), place);
    Choice second = choose(a.learners().get(1), place);
    complete(first.configuration(), place, metric);
    complete(second.configuration(), place, metric);
    Comparison comparison =
        cells.compare(place, first.configuration().name(), second.configuration().name(), metric);
    PairedTest test = comparison.test().orElseThrow(() -> new Undecided(comparison.problem()));
    evidence.add(
        metric.name()
            + where(a.dataSet())
            + " "
            + Numbers.text(test.first())
            + " for "
            + first.text()
            + ", "
            + Numbers.text(test.second())
            + " for "
            + second.text()
            + ", difference "
            + Numbers.text(test.difference())
            + ", p = "
            + Numbers.brief(test.p())
            + ", n = "
            + test.n());
    return use.apply(List.of(first, second), test);
  }

  private double mean(Choice choice, String place, Metric metric) {
    Sample sample = complete(choice.configuration(), place, metric);
    note(choice, metric, sample, place.equals(dataSet) ? null : place);
    return sample.mean();
  }

  private void note(Choice choice, Metric metric, Sample sample, String on) {
    evidence.add(
        metric.name()
            + where(on)
            + " "
            + Numbers.text(sample.mean())
            + (sample.n() < 2 ? "" : ", sd " + Numbers.brief(sample.deviation()))
            + ", n = "
            + sample.n()
            + " for "
            + choice.text());
  }

  private static String where(String on) {
    return on == null ? "" : " on " + on;
  }

  private Sample complete(Configuration configuration, String place, Metric metric) {
    Sample sample = cells.sample(place, configuration.name(), metric);
    Optional<String> gap = sample.incomplete();
    if (gap.isPresent() && !(partial && sample.n() > 0)) {
      throw new Undecided(metric.name() + " of " + configuration.name() + ": " + gap.get());
    }
    return sample;
  }

  private Metric metric(Arguments a) {
    Metric metric = a.metric() == null ? leading : Metrics.find(a.metric()).orElse(null);
    if (metric == null) {
      throw new Undecided(
          "unknown metric \""
              + a.metric()
              + "\""
              + "; "
              + Nearest.hint(a.metric(), Metrics.names()));
    }
    if (metric.direction() == Metric.Direction.NEUTRAL) {
      throw new Undecided(metric.name() + " is neither better nor worse when it is higher");
    }
    return metric;
  }

  private String place(String on) {
    if (on == null) {
      return dataSet;
    }
    List<String> names = results.dataSets().stream().map(DataSet::name).toList();
    if (!names.contains(on)) {
      throw new Undecided("unknown data set \"" + on + "\"" + "; " + Nearest.hint(on, names));
    }
    return on;
  }

  private List<Configuration> configurations(String name) {
    List<Configuration> found = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (Configuration configuration : results.configurations()) {
      if (configuration.name().equals(name)) {
        return List.of(configuration);
      }
      if (configuration.learner().equals(name)) {
        found.add(configuration);
      }
      known.add(configuration.learner());
    }
    if (found.isEmpty()) {
      throw new Undecided(
          "no configuration of \"" + name + "\" has run" + "; " + Nearest.hint(name, known));
    }
    return found;
  }

  /** The best of the complete configurations; the first of equals. */
  private Choice choose(String learner, String place) {
    List<Configuration> all = configurations(learner);
    if (all.size() == 1) {
      return new Choice(all.get(0), 1);
    }
    Configuration best = null;
    double value = Double.NaN;
    String gap = "";
    for (Configuration configuration : all) {
      Sample sample = cells.sample(place, configuration.name(), leading);
      if (sample.incomplete().isPresent()) {
        gap = configuration.name() + ": " + sample.incomplete().get();
      } else if (best == null || leading.direction().gain(sample.mean(), value) > 0) {
        best = configuration;
        value = sample.mean();
      }
    }
    if (best == null) {
      throw new Undecided(
          "no configuration of "
              + learner
              + " is complete in "
              + leading.name()
              + ", such as "
              + gap);
    }
    if (!gap.isEmpty()) {
      asides.add("not chosen, " + gap);
    }
    return new Choice(best, all.size());
  }
}
