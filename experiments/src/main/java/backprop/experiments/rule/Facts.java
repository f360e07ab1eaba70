// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.baseline.Baseline;
import backprop.experiments.baseline.BaselineCheck;
import backprop.experiments.file.Nearest;
import backprop.experiments.rule.Function.Arguments;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.statistics.CellTable;
import backprop.experiments.statistics.Comparison;
import backprop.experiments.statistics.Gain;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import backprop.experiments.statistics.PairedTest;
import backprop.experiments.statistics.Sample;
import backprop.experiments.statistics.SignedRanks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  private final Family family;
  private final String gate;
  private String dataSet;

  Facts(ExperimentResults results, Family family, String gate) {
    this(results, family, gate, false);
  }

  /**
   * @param partial whether the folds that are done decide, though more are planned
   */
  Facts(ExperimentResults results, Family family, String gate, boolean partial) {
    this.family = family;
    this.gate = gate;
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
    Choice first = choose(a.learners().get(0), place(a.dataSet()));
    Choice second = choose(a.learners().get(1), place(a.dataSet()));
    PairedTest test = difference(a, first, second);
    Gain gain = Gain.of(test, metric(a));
    evidence.add(
        compared(a, first, second, test)
            + interval(gain, 0.95)
            + ", p = "
            + Numbers.brief(gain.either())
            + ", n = "
            + gain.n()
            + ", "
            + gain.method());
    return gain.mean();
  }

  /**
   * Decides a test: whether its p, corrected for the choice of configurations and for the number of
   * tests, is at most the level.
   */
  boolean test(Comparing kind, Arguments a) {
    checkNumbers(a);
    Choice first = choose(a.learners().get(0), place(a.dataSet()));
    Choice second = choose(a.learners().get(1), place(a.dataSet()));
    PairedTest found = paired(a, first, second);
    Gain gain = Gain.of(found, metric(a));
    double chosen = kind.p(gain, a.margin(), first.from(), second.from());
    double p = Math.min(1, chosen);
    double plain = kind.p(gain, a.margin(), 1, 1);
    double corrected = family.adjusted(gate, call(kind, a), place(a.dataSet()), p);
    evidence.add(
        compared(a, first, second, found)
            + interval(gain, kind.oneSided() ? 1 - 2 * a.level() : 1 - a.level())
            + (a.margin() > 0 ? ", margin " + Numbers.text(a.margin()) : "")
            + ", p = "
            + Numbers.brief(plain)
            + ", n = "
            + gain.n()
            + ", "
            + gain.method());
    if (p > plain) {
      evidence.add(
          "p times "
              + Math.round(chosen / plain)
              + " for choosing the best of several on these folds is "
              + Numbers.brief(p));
    }
    if (corrected > p) {
      evidence.add(
          "p is "
              + Numbers.brief(corrected)
              + " with Holm's correction for "
              + family.size(gate, call(kind, a))
              + " tests");
    }
    return corrected <= a.level();
  }

  /** Whether the first learner loses to the second by the signed ranks of its gains. */
  boolean outranked(Arguments a) {
    checkNumbers(a);
    Choice first = choose(a.learners().get(0), place(a.dataSet()));
    Choice second = choose(a.learners().get(1), place(a.dataSet()));
    PairedTest found = paired(a, first, second);
    double[] gains =
        cells
            .gains(
                place(a.dataSet()),
                first.configuration().name(),
                second.configuration().name(),
                metric(a))
            .values();
    SignedRanks ranks = SignedRanks.losses(gains);
    evidence.add(
        compared(a, first, second, found)
            + ", ranks of gains "
            + Numbers.brief(ranks.positive())
            + ", p = "
            + Numbers.brief(ranks.p())
            + ", n = "
            + ranks.n()
            + ", Wilcoxon's signed-rank test, one-sided");
    return ranks.p() <= a.level();
  }

  /** The p of a test before the correction for the number of tests, for the count of them. */
  double p(Comparing kind, Arguments a) {
    checkNumbers(a);
    Choice first = choose(a.learners().get(0), place(a.dataSet()));
    Choice second = choose(a.learners().get(1), place(a.dataSet()));
    Gain gain = Gain.of(paired(a, first, second), metric(a));
    return Math.min(1, kind.p(gain, a.margin(), first.from(), second.from()));
  }

  /**
   * By how much a metric is worse than in the baseline.
   *
   * @param learner null for the one of the baseline's learners that lost most
   */
  double drop(BaselineCheck check, String metricName, String learner) {
    Metric metric = metric(metricName);
    double greatest = Double.NEGATIVE_INFINITY;
    for (Then then : then(check, metric, learner)) {
      double drop = -metric.direction().gain(then.now().mean(), then.before().mean());
      evidence.add(
          metric.name()
              + " "
              + Numbers.text(then.now().mean())
              + " for "
              + then.choice().text()
              + ", was "
              + Numbers.text(then.before().mean())
              + " for "
              + then.configuration()
              + ", drop "
              + Numbers.text(drop));
      greatest = Math.max(greatest, drop);
    }
    return greatest;
  }

  /** Whether any learner of the baseline is significantly worse than there. */
  boolean regressed(BaselineCheck check, String metricName, double level) {
    if (!(level > 0 && level < 0.5)) {
      throw new Undecided("a level of significance lies between 0 and 0.5, found " + level);
    }
    Metric metric = metric(metricName);
    List<Then> all = then(check, metric, null);
    boolean any = false;
    for (Then then : all) {
      double[] now = then.now().values();
      double[] before = then.before().values();
      if (now.length < Gain.FEWEST) {
        throw new Undecided(
            "a test needs at least " + Gain.FEWEST + " folds, there are " + now.length);
      }
      double ratio = cells.ratio(dataSet, then.choice().configuration().name());
      Gain gain = Gain.of(PairedTest.corrected(now, before, ratio), metric);
      int tests = all.size() * results.dataSets().size();
      double p = Math.min(1, Comparing.WORSE.p(gain, 0, 1, then.from()) * tests);
      evidence.add(
          metric.name()
              + " "
              + Numbers.text(then.now().mean())
              + " for "
              + then.choice().text()
              + ", was "
              + Numbers.text(then.before().mean())
              + " for "
              + then.configuration()
              + interval(gain, 1 - level)
              + ", p = "
              + Numbers.brief(p)
              + " for "
              + tests
              + (tests == 1 ? " test" : " tests")
              + ", n = "
              + gain.n()
              + ", "
              + gain.method());
      any |= p <= level;
    }
    return any;
  }

  /** A learner now and in the baseline. */
  private record Then(Choice choice, Sample now, String configuration, int from, Sample before) {}

  private List<Then> then(BaselineCheck check, Metric metric, String learner) {
    DataSet data =
        results.dataSets().stream()
            .filter(set -> set.name().equals(dataSet))
            .findFirst()
            .orElseThrow(() -> new Undecided("no data set is judged"));
    check
        .mismatch(data)
        .ifPresent(
            why -> {
              throw new Undecided(why);
            });
    Map<String, Baseline.Learner> known =
        check.baseline().orElseThrow().data().get(dataSet).learners();
    if (learner != null && !known.containsKey(learner)) {
      throw new Undecided(
          "the baseline '" + check.file() + "' has no learner '" + learner + "' on " + dataSet);
    }
    List<Then> all = new ArrayList<>();
    for (Map.Entry<String, Baseline.Learner> entry : known.entrySet()) {
      if (learner != null && !entry.getKey().equals(learner)) {
        continue;
      }
      List<Double> values = entry.getValue().values().get(metric.name());
      if (values == null) {
        throw new Undecided(
            "the baseline '"
                + check.file()
                + "' has no "
                + metric.name()
                + " of "
                + entry.getKey());
      }
      Choice choice = choose(entry.getKey(), dataSet);
      Sample now = complete(choice.configuration(), dataSet, metric);
      if (now.n() != values.size()) {
        throw new Undecided(
            "the baseline '%s' has %d folds of %s, this run %d"
                .formatted(check.file(), values.size(), entry.getKey(), now.n()));
      }
      all.add(
          new Then(
              choice,
              now,
              entry.getValue().configuration(),
              entry.getValue().from(),
              Sample.of(values)));
    }
    if (all.isEmpty()) {
      throw new Undecided("the baseline '" + check.file() + "' has no learner on " + dataSet);
    }
    return all;
  }

  /** How a family of tests names a call. */
  static String call(Comparing kind, Arguments a) {
    return kind.function() + a;
  }

  /** The data set that a call is about: its own, or the one that is judged. */
  String place(Arguments a) {
    return place(a.dataSet());
  }

  private static void checkNumbers(Arguments a) {
    if (!(a.level() > 0 && a.level() < 0.5)) {
      throw new Undecided("a level of significance lies between 0 and 0.5, found " + a.level());
    }
    if (!(a.margin() >= 0) || Double.isInfinite(a.margin())) {
      throw new Undecided("a margin is 0 or more, found " + a.margin());
    }
  }

  private PairedTest paired(Arguments a, Choice first, Choice second) {
    PairedTest test = difference(a, first, second);
    if (test.n() < Gain.FEWEST) {
      throw new Undecided(
          "a test needs at least "
              + Gain.FEWEST
              + " folds, there are "
              + test.n()
              + "; raise the folds or the repeats");
    }
    return test;
  }

  private PairedTest difference(Arguments a, Choice first, Choice second) {
    Metric metric = metric(a);
    String place = place(a.dataSet());
    complete(first.configuration(), place, metric);
    complete(second.configuration(), place, metric);
    Comparison comparison =
        cells.compare(place, first.configuration().name(), second.configuration().name(), metric);
    return comparison.test().orElseThrow(() -> new Undecided(comparison.problem()));
  }

  private String compared(Arguments a, Choice first, Choice second, PairedTest test) {
    return metric(a).name()
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
        + Numbers.text(test.difference());
  }

  private static String interval(Gain gain, double confidence) {
    if (gain.error() == 0) {
      return gain.mean() == 0 ? ", no difference in any fold" : ", the same in every fold";
    }
    double half = gain.halfWidth(confidence);
    return ", gain "
        + Numbers.brief(gain.mean())
        + " in ["
        + Numbers.brief(gain.mean() - half)
        + ", "
        + Numbers.brief(gain.mean() + half)
        + "] at "
        + Numbers.brief(100 * confidence)
        + "%, effect size d = "
        + Numbers.brief(gain.effect());
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
    Optional<String> gap = gap(configuration, place, sample);
    if (gap.isPresent() && !(partial && sample.n() > 0)) {
      throw new Undecided(metric.name() + " of " + configuration.name() + ": " + gap.get());
    }
    return sample;
  }

  /** Why values are missing; what was dropped has none at all. */
  private Optional<String> gap(Configuration configuration, String place, Sample sample) {
    return results.dropped().stream()
        .filter(d -> d.dataSet().equals(place) && d.configuration().equals(configuration.name()))
        .findFirst()
        .map(d -> "dropped by " + d.by())
        .or(sample::incomplete);
  }

  private Metric metric(Arguments a) {
    return a.metric() == null ? leading : metric(a.metric());
  }

  private static Metric metric(String name) {
    Metric metric =
        Metrics.find(name)
            .orElseThrow(
                () ->
                    new Undecided(
                        "unknown metric \"" + name + "\"; " + Nearest.hint(name, Metrics.names())));
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
      Optional<String> missing = gap(configuration, place, sample);
      if (missing.isPresent()) {
        gap = configuration.name() + ": " + missing.get();
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
