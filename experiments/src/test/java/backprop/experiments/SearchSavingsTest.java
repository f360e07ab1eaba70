// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.file.ExperimentReader;
import backprop.experiments.run.Cell;
import backprop.experiments.run.CellResult;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.run.ExperimentRunner;
import backprop.experiments.run.Plan;
import backprop.experiments.run.Planner;
import backprop.experiments.run.Progress;
import backprop.experiments.run.WekaHome;
import backprop.experiments.statistics.Metrics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What searches save against the full grid, and what their winners are worth: the table of the
 * README. The number of epochs is the same on every machine, the time is not.
 */
@Tag("slow")
final class SearchSavingsTest {
  private static final Path FILE = Path.of("files/search.yaml");
  private static final String METRIC = "log-loss";
  private static final int EPOCHS = 27;

  @TempDir private Path folder;

  /** Counts the epochs that are trained: a cell that goes on trains the rest only. */
  private static final class Count implements Progress {
    private final Map<String, Double> parts = new HashMap<>();
    private double epochs;

    @Override
    public void started(Plan plan, int alreadyFinished, int total) {}

    @Override
    public void finished(Cell cell, CellResult result, boolean found) {
      double before = cell.waiting().map(key -> parts.put(key, cell.part())).orElse(0.0);
      epochs += EPOCHS * (cell.part() - before);
    }

    @Override
    public void note(String sentence) {}

    @Override
    public void close() {}
  }

  private record Found(ExperimentResults results, double epochs, double seconds) {}

  private Found run(String name, String... settings) throws Exception {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("output.folder=" + folder.toAbsolutePath().resolve(name));
    all.add("output.reports=[json]");
    Plan plan = new Planner(ExperimentReader.read(FILE, all, List.of()), List.of(), "test").plan();
    Count count = new Count();
    ExperimentResults results =
        new ExperimentRunner(plan, "test", 1, count)
            .run(true, new PrintStream(OutputStream.nullOutputStream()))
            .results();
    return new Found(results, count.epochs, seconds(folder.resolve(name)));
  }

  private static double seconds(Path out) throws IOException {
    try (var lines = Files.lines(out.resolve("timings.csv"))) {
      return lines
          .filter(line -> line.contains(",Elapsed_Time_training,"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
          .sum();
    }
  }

  /** Means of the metric on a data set, the best first; of those that had all their folds. */
  private static Map<String, Double> ranking(ExperimentResults results, DataSet data) {
    String column = Metrics.named(METRIC).column();
    int folds = results.repeats() * results.folds();
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (CellResult cell : results.cells()) {
      if (cell.dataSet().equals(data.name())) {
        values
            .computeIfAbsent(cell.configuration(), key -> new ArrayList<>())
            .add(cell.metrics().get(column));
      }
    }
    Map<String, Double> means = new TreeMap<>();
    values.forEach(
        (name, v) -> {
          if (v.size() == folds) {
            means.put(name, v.stream().mapToDouble(d -> d).average().orElseThrow());
          }
        });
    Map<String, Double> ranked = new LinkedHashMap<>();
    means.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .forEach(e -> ranked.put(e.getKey(), e.getValue()));
    return ranked;
  }

  @Test
  void searchesFindNearlyTheBestInAPartOfTheTime() throws Exception {
    WekaHome.prepare();
    String race =
        "rules=[{ name: race, on: fold, if: \"folds >= 5 && %s(this, leader, 0.05)\", then: drop }]";
    Map<String, String> searches = new LinkedHashMap<>();
    searches.put("grid", "seed=1");
    searches.put("random(9)", "learners.network.search=random(9)");
    searches.put("sobol(9)", "learners.network.search=sobol(9)");
    searches.put("race, t-test", race.formatted("worse"));
    searches.put("race, Wilcoxon", race.formatted("outranked"));
    searches.put("hyperband(eta=3)", "learners.network.search=hyperband(eta=3)");
    searches.put("halving(eta=3)", "learners.network.search=halving(eta=3)");
    StringBuilder table =
        new StringBuilder(
            "| search | epochs trained | training time | winner's log-loss above the best one's |"
                + " winner's place of 27 |\n|---|---|---|---|---|\n");
    Map<String, Double> shares = new HashMap<>();
    Map<String, Double> losses = new HashMap<>();
    Found grid = null;
    for (Map.Entry<String, String> search : searches.entrySet()) {
      Found found = run("out" + search.getKey().replaceAll("\\W", ""), search.getValue());
      grid = grid == null ? found : grid;
      List<String> above = new ArrayList<>();
      List<String> places = new ArrayList<>();
      double most = 0;
      for (DataSet data : grid.results().dataSets()) {
        Map<String, Double> all = ranking(grid.results(), data);
        List<String> names = List.copyOf(all.keySet());
        String winner = ranking(found.results(), data).keySet().iterator().next();
        double more = 100 * (all.get(winner) / all.get(names.get(0)) - 1);
        most = Math.max(most, more);
        above.add(String.format(Locale.ROOT, "%.1f%%", more));
        places.add("" + (names.indexOf(winner) + 1));
      }
      double share = found.epochs() / grid.epochs();
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f (%.0f%%) | %.0f%% | %s | %s |%n",
              search.getKey(),
              found.epochs(),
              100 * share,
              100 * found.seconds() / grid.seconds(),
              String.join(", ", above),
              String.join(", ", places)));
      shares.put(search.getKey(), share);
      losses.put(search.getKey(), most);
    }
    System.out.println(table);
    assertTrue(shares.get("halving(eta=3)") < 0.3, table.toString());
    assertTrue(shares.get("hyperband(eta=3)") < 0.6, table.toString());
    assertTrue(losses.get("hyperband(eta=3)") < 12, table.toString());
    assertTrue(shares.get("race, Wilcoxon") < 0.8, table.toString());
    for (String name : List.of("race, t-test", "race, Wilcoxon")) {
      assertTrue(losses.get(name) < 1, table.toString());
    }
  }
}
