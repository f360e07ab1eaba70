// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules on what happens while an experiment runs, and searches in steps: whole runs. */
final class EventRulesTest {
  private static final List<String> RESULTS =
      List.of("junit.xml", "results.arff", "results.csv", "report.json", "firings.jsonl");

  @TempDir private Path folder;

  @BeforeEach
  void data() {
    Commands.copy("iris.arff", folder);
    Commands.copy("glass.arff", folder);
  }

  /** Networks of three widths, under some rules. */
  private Path networks(String search, String options, String rules) throws IOException {
    return file(
        """
          network:
            scheme: weka.classifiers.functions.BackpropNetwork
            options: { layers: "dense(${width}, relu)", optimizer: "adam(0.01)", %s }
            vary: { width: [1, 4, 16] }
            search: %s
        """
            .formatted(options, search),
        rules);
  }

  private Path file(String learners, String rules) throws IOException {
    Path file = folder.resolve("e.yaml");
    Files.writeString(
        file,
        """
        experiment: t
        data: [iris.arff]
        evaluate: { cross-validation: 3, repeats: 2 }
        metrics: [percent-correct]
        learners:
        %s
        rules:
        %s
        output: { folder: out, reports: [junit, arff, csv, json] }
        """
            .formatted(learners.stripTrailing(), rules.stripTrailing().indent(2).stripTrailing()));
    return file;
  }

  private Commands.Result run(Path file, Object... more) {
    Object[] all = new Object[more.length + 2];
    all[0] = "run";
    all[1] = file;
    System.arraycopy(more, 0, all, 2, more.length);
    return Commands.run(all);
  }

  private Map<String, String> results() throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (String name : RESULTS) {
      results.put(name, read(name));
    }
    return results;
  }

  private String read(String name) throws IOException {
    Path file = folder.resolve("out").resolve(name);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private List<String> records() throws IOException {
    return read("cells.jsonl").lines().toList();
  }

  private void keepRecords(List<String> lines) throws IOException {
    Files.write(folder.resolve("out/cells.jsonl"), lines);
  }

  @Test
  void stopEndsARunAndItsBestEpochCounts() throws IOException {
    Path file =
        networks(
            "grid",
            "epochs: 12, validation: 20",
            "- { name: enough, on: epoch, if: \"epoch == 4\", then: stop }");
    assertEquals(0, run(file).code());
    assertEquals(18, records().size());
    for (String record : records()) {
      assertTrue(record.contains("\"measureEpochs\":4.0"), record);
      assertTrue(
          record.contains(
              "{\"rule\":\"enough\",\"on\":\"epoch\",\"action\":\"stop\",\"dataSet\":\"iris\""),
          record);
      assertTrue(record.contains("\"at\":4,\"evidence\":\"epoch = 4\"}"), record);
    }
    assertEquals(18, read("firings.jsonl").lines().count());
  }

  @Test
  void aRunThatIsStoppedIsTheFirstPartOfOneThatIsNot() throws IOException {
    String options = "epochs: 6, optimizer: \"sgd(0.1)\", patience: 0";
    Path file =
        networks(
            "grid",
            options.replace("optimizer: \"sgd(0.1)\", ", ""),
            "- { name: watch, on: epoch, if: \"epoch > 6\", then: stop }");
    assertEquals(0, run(file).code());
    String stepped = read("results.csv");
    Path plain = networks("grid", options.replace("optimizer: \"sgd(0.1)\", ", ""), "[]");
    assertEquals(0, run(plain, "--fresh").code());
    assertEquals(read("results.csv"), stepped, "stepping changes nothing");
  }

  @Test
  void rateChangesTheRestOfTheRunAndCountsEpochsAnew() throws IOException {
    Path file =
        networks(
            "grid",
            "epochs: 12, validation: 20, patience: 0",
            "- { name: slow, on: epoch, if: \"epoch == 2\", then: rate(1e-30) }\n"
                + "- { name: plateau, on: epoch, if: \"epochsSinceBest >= 3\", then: rate(0.5) }");
    assertEquals(0, run(file).code());
    String firings = read("firings.jsonl");
    assertTrue(firings.contains("\"action\":\"rate(1.0E-30)\""), firings);
    // Nothing gets better at such a rate: the plateau is seen every third epoch, not at each.
    List<String> ofOne =
        firings
            .lines()
            .filter(l -> l.contains("plateau") && l.contains("width=16"))
            .filter(l -> l.contains("\"repeat\":1,\"fold\":1,"))
            .toList();
    assertTrue(ofOne.size() >= 2 && ofOne.size() <= 3, ofOne.toString());
    String changed = read("results.csv");
    run(networks("grid", "epochs: 12, validation: 20, patience: 0", "[]"), "--fresh");
    assertNotEquals(read("results.csv"), changed);
  }

  @Test
  void aRuleThatCannotBeJudgedSaysSoOnce() throws IOException {
    Path file =
        networks(
            "grid",
            "epochs: 3, validation: 0",
            "- { name: v, on: epoch, if: \"validation.loss > 3.0 * best.loss\", then: stop }");
    assertEquals(0, run(file).code());
    String report = read("report.json");
    assertTrue(
        report.contains(
            "the rule 'v' could not be judged 18 times, first for 'network[width=1]' on 'iris',"
                + " repeat 1, fold 1: validation.loss is not known, because no rows are kept for"
                + " validation; set the option validation"),
        report);
  }

  @Test
  void aChangedRuleOnEpochsRunsItsCellsAgain() throws IOException {
    String rule = "- { name: enough, on: epoch, if: \"epoch == 4\", then: stop }";
    run(networks("grid", "epochs: 8", rule));
    Commands.Result same = run(networks("grid", "epochs: 8", rule));
    assertTrue(same.err().contains("all 18 cells have results"), same.err());
    run(networks("grid", "epochs: 8", rule.replace("4", "5")));
    assertEquals(36, records().size());
    assertTrue(records().get(35).contains("\"measureEpochs\":5.0"));
  }

  private static final String RACE =
      "- { name: race, on: fold,"
          + " if: \"folds >= 2 && (gain(this, leader) < -15.0 || worse(this, leader, 0.2))\","
          + " then: drop }";

  @Test
  void racesDropWhatIsWorseAndKeepItOutOfTheResults() throws IOException {
    Path file = networks("grid", "epochs: 15", RACE);
    assertEquals(0, run(file).code());
    String firings = read("firings.jsonl");
    assertTrue(firings.contains("\"action\":\"drop\""), firings);
    assertTrue(firings.contains("leader = network[width=16]"), firings);
    assertTrue(firings.contains("percent-correct"), firings);
    assertTrue(records().size() < 18, "nothing was saved");
    String csv = read("results.csv");
    assertFalse(csv.contains("dense(1, relu)"), csv);
    assertTrue(csv.contains("dense(16, relu)"), csv);
    assertTrue(read("report.json").contains("race dropped"), read("report.json"));
    String explained = Commands.run("explain", file).out();
    assertTrue(explained.contains("network[width=1]  iris  race"), explained);
    assertTrue(explained.contains("leader = network[width=16]"), explained);
    // A report from the records alone goes the same course.
    Map<String, String> results = results();
    assertEquals(0, Commands.run("report", folder.resolve("out")).code());
    assertEquals(results, results());
  }

  /** By ranks a race drops what loses every fold, and names the test; gates may not use it. */
  @Test
  void racesByRanks() throws IOException {
    String race =
        "- { name: ranks, on: fold, if: \"folds >= 5 && outranked(this, leader, 0.05)\","
            + " then: drop }";
    Path file = networks("grid", "epochs: 15", race);
    assertEquals(0, run(file, "--set", "evaluate.repeats=2").code());
    String firings = read("firings.jsonl");
    assertTrue(firings.contains("Wilcoxon's signed-rank test, one-sided"), firings);
    assertTrue(firings.contains("\"fold\":5") || firings.contains("n = 5"), firings);
    Path gate =
        networks(
            "grid",
            "epochs: 2",
            "- { name: g, on: end, expect: \"!outranked('network', 'network', 0.05)\" }");
    Commands.Result refused = Commands.run("check", gate);
    assertEquals(2, refused.code(), refused.out());
    assertTrue(refused.err().contains("outranked is for races, on: fold and configuration"));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "5"})
  void racesDoNotDependOnTheNumberOfJobsNorOnInterruptions(int jobs) throws IOException {
    Path file = networks("grid", "epochs: 15", RACE);
    assertEquals(0, run(file, "--jobs", "3").code());
    Map<String, String> results = results();
    List<String> all = records();
    assertEquals(0, run(file, "--jobs", "" + jobs, "--fresh").code());
    assertTrue(results.get("firings.jsonl").contains("drop"));
    assertEquals(results, results());
    assertEquals(all.size(), records().size());
    for (int kept = 0; kept < all.size(); kept += 4) {
      keepRecords(all.subList(0, kept));
      assertEquals(0, run(file, "--jobs", "" + jobs).code());
      assertEquals(results, results(), "after " + kept + " records");
    }
  }

  @Test
  void rulesOnConfigurationsWarnAndDrop() throws IOException {
    Path file =
        networks(
            "grid",
            "epochs: 40",
            "- { name: weak, on: configuration,"
                + " if: \"mean(this).percentCorrect < mean(leader).percentCorrect - 20.0\","
                + " then: drop }\n"
                + "- { name: seen, on: configuration, if: \"folds == plannedFolds\", then: warn }\n"
                + "- { name: g, on: end, expect: \"best('network').percentCorrect > 50\" }");
    assertEquals(0, run(file).code());
    assertEquals(18, records().size(), "all run, since none is complete before");
    assertFalse(read("results.csv").contains("dense(1, relu)"));
    assertTrue(read("results.csv").contains("dense(16, relu)"));
    String report = read("report.json");
    assertTrue(report.contains("the rule 'seen' fired 2 times"), report);
    assertTrue(report.contains("not chosen, network[width=1]: dropped by weak"), report);
  }

  private static final String FAILING =
      """
        sample:
          scheme: backprop.experiments.run.SampleClassifier
          options: { pause: 40 }
          vary: { failing: [true, false], rate: [0.1, 0.2] }
      """;

  @ParameterizedTest
  @CsvSource({"1", "4"})
  void finishStartsNothingNew(int jobs) throws IOException {
    Path file =
        file(
            FAILING,
            "- { name: broken, on: experiment, if: \"failures > 3\", then: finish }\n"
                + "- { name: g, on: end, expect: \"failures == 4\" }");
    Commands.Result result = run(file, "--jobs", "" + jobs);
    assertEquals(3, result.code(), result.err());
    assertTrue(records().size() <= 4 + 3 * jobs, records().size() + " of 24 records");
    String report = read("report.json");
    assertTrue(
        report.contains("the rule 'broken' ended the experiment after 4 cells; up to "), report);
    assertTrue(report.contains("failures = 4"), report);
    assertEquals(1, read("firings.jsonl").lines().count());
    Map<String, String> results = results();
    run(file, "--jobs", "3", "--fresh");
    assertEquals(results, results(), "what ran beside does not count");
  }

  @Test
  void timeWorkedIsCountedOverAllStarts() throws IOException {
    Path file =
        file(
            """
              sample:
                scheme: backprop.experiments.run.SampleClassifier
                options: { pause: 60 }
                vary: { rate: [0.1, 0.2, 0.3] }
            """,
            "- { name: budget, on: experiment, if: \"elapsed > duration('0.3s')\", then: finish }");
    run(file);
    Map<String, String> results = results();
    int some = records().size();
    assertTrue(some >= 2 && some <= 6, some + " records");
    assertTrue(read("firings.jsonl").contains("elapsed = 0."), read("firings.jsonl"));
    run(file);
    assertEquals(some, records().size(), "the time is up: nothing new starts");
    assertEquals(results, results());
    // Without the last records there is time left: the clock goes on where it was.
    List<String> all = records();
    keepRecords(all.subList(0, 1));
    run(file);
    assertTrue(records().size() <= some + 1, records().size() + " records");
  }

  private static final String HALVING = "halving(eta=3, resource=epochs)";

  @Test
  void halvingGoesOnFromWhereItWas() throws IOException {
    Path file = networks(HALVING, "epochs: 9, patience: 4, validation: 20", "[]");
    assertEquals(0, run(file, "--jobs", "2").code());
    Map<String, String> results = results();
    List<String> all = records();
    assertEquals(18 + 6, all.size());
    assertEquals(
        18, all.subList(0, 18).stream().filter(l -> l.contains("measureEpochs\":3.0")).count());
    assertFalse(Files.exists(folder.resolve("out/checkpoints")));
    // Without the waiting trainings it runs them from the start, to the same end.
    for (int kept : List.of(0, 7, 18, 21)) {
      keepRecords(all.subList(0, kept));
      assertEquals(0, run(file).code());
      assertEquals(results, results(), "after " + kept + " records");
    }
    // The winner is what a grid makes of it.
    assertEquals(0, run(networks("grid", "epochs: 9, patience: 4, validation: 20", "[]")).code());
    assertTrue(records().size() == 24 + 12, records().size() + " records");
    String winner = results.get("results.csv").lines().skip(1).findFirst().orElseThrow();
    assertTrue(read("results.csv").contains(winner), winner);
  }

  @Test
  void halvingKeepsWhatRulesOnEpochsHaveDone() throws IOException {
    String rules =
        "- { name: plateau, on: epoch, if: \"epochsSinceBest >= 2\", then: rate(0.5) }\n"
            + "- { name: late, on: epoch, if: \"epoch == 7\", then: stop }";
    Path file = networks(HALVING, "epochs: 9, validation: 20", rules);
    assertEquals(0, run(file).code());
    Map<String, String> results = results();
    List<String> all = records();
    assertTrue(all.get(23).contains("measureEpochs\":7.0"), all.get(23));
    keepRecords(all.subList(0, 18));
    assertEquals(0, run(file, "--jobs", "2").code());
    assertEquals(results, results());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "halving(eta=3)|-|set the option epochs to their full number",
        "halving(eta=4)|epochs: 9|needs at least 4 configurations and 4 epochs, found 3 and 9",
        "halving(eta=1)|epochs: 9|'eta' of a search is a whole number from 2 to 100, found '1'",
        "halving(resource=rows)|epochs: 9|the resource of halving can only be epochs",
        "halving(eta=3, eta=3)|epochs: 9|the search halving has 'eta' twice",
        "halving(depth=3)|epochs: 9|takes eta, resource, samples, found 'depth=3'",
        "grid(3)|epochs: 9|the search grid takes no arguments, found '3'",
        "random|epochs: 9|the search random needs a number of samples, such as random(20)",
        "sobol(0)|epochs: 9|'samples' of a search is a whole number from 1 to 100000, found '0'",
        "halvin(eta=3)|epochs: 9|unknown search 'halvin(eta=3)'; did you mean 'halving'?",
      })
  void badSearchesAreRefused(String search, String options, String sentence) throws IOException {
    Path file = networks("\"" + search + "\"", options.equals("-") ? "patience: 3" : options, "[]");
    Commands.Result result = Commands.run("check", file);
    assertEquals(2, result.code());
    assertTrue(result.err().contains(sentence), result.err());
    assertTrue(result.err().contains("e.yaml:10:"), result.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "epoch|epoch >= 5|drop|a rule on 'epoch' can stop, rate(factor), warn, found 'drop'",
        "epoch|epoch >= 5|rate|the action rate needs a factor, such as rate(0.5), found 'rate'",
        "epoch|epoch >= 5|rate(0)|a number above 0, such as 0.5, found '0'",
        "epoch|epoch >= 5|stop(1)|the action stop takes no arguments, found 'stop(1)'",
        "fold|folds >= 5|stp|unknown action 'stp'",
        "experiment|failures > 3|drop|a rule on 'experiment' can finish, warn, found 'drop'",
        "epoch|epochs > 'a'|stop|found no matching overload",
        "epoch|validation.los > 1.0|stop|undeclared reference to 'validation'",
        "fold|worse(this, leader)|drop|it takes worse(learner, learner, level)",
        "fold|worse(this, 'netwerk', 0.05)|drop|unknown learner \"netwerk\"",
        "fold|epoch > 5|drop|undeclared reference to 'epoch'",
        "experiment|elapsed > 20|finish|found no matching overload",
        "experiment|elapsed + failures|finish|found no matching overload",
        "configuration|mean(this).kapa < 0.1|warn|unknown metric \"kapa\"",
      })
  void badRulesAreRefused(String event, String expression, String action, String sentence)
      throws IOException {
    Path file =
        networks(
            "grid",
            "epochs: 2",
            "- { name: r, on: %s, if: \"%s\", then: %s }".formatted(event, expression, action));
    Commands.Result result = Commands.run("check", file);
    assertEquals(2, result.code(), result.out());
    assertTrue(result.err().contains(sentence), result.err());
    assertTrue(result.err().contains("e.yaml:12:"), result.err());
  }
}
