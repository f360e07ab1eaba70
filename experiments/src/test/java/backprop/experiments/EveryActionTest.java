// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every action of every event does what the reference says, and a run without the rule does not.
 */
@Tag("once")
final class EveryActionTest {
  private static final String NETWORK =
      """
      scheme: weka.classifiers.functions.BackpropNetwork
          options: { layers: "dense(2, relu)", epochs: 4, validation: 20, optimizer: "sgd(0.05)" }
          vary: { batch: [16, 32] }\
      """;

  /** Three trees that are a single leaf, and three that are not. */
  private static final String TREE =
      """
      scheme: weka.classifiers.trees.J48
          vary: { minNumObj: [100, 101, 102, 2, 3, 4] }\
      """;

  /**
   * What a rule changes.
   *
   * @param learner the learner, at two levels
   * @param condition what fires it
   * @param cells cells with a record, of 18 of the tree or 6 of the network
   * @param says what the report says
   */
  private record Effect(String learner, String condition, int cells, String says) {}

  private static final Map<String, Effect> EFFECTS = new LinkedHashMap<>();

  static {
    EFFECTS.put("space forbid", new Effect(TREE, "minNumObj > 50", 9, ""));
    EFFECTS.put("epoch stop", new Effect(NETWORK, "epoch == 2", 6, ""));
    EFFECTS.put("epoch rate(factor)", new Effect(NETWORK, "epoch == 2", 6, ""));
    EFFECTS.put(
        "epoch warn",
        new Effect(NETWORK, "epoch == 2", 6, "the rule 'r' fired 6 times, first for"));
    String guess = "folds == 2 && mean(this).kappa < 0.5";
    EFFECTS.put("fold drop", new Effect(TREE, guess, 9 + 6, "r dropped 3 configurations"));
    EFFECTS.put(
        "fold finish",
        new Effect(TREE, guess, 12, "the rule 'r' ended the experiment after 12 cells; up to 6"));
    EFFECTS.put("fold warn", new Effect(TREE, guess, 18, "the rule 'r' fired 3 times, first for"));
    String good = "mean(this).kappa > 0.5";
    EFFECTS.put("configuration drop", new Effect(TREE, good, 18, "r dropped 3 configurations"));
    EFFECTS.put(
        "configuration finish",
        new Effect(TREE, good, 12, "the rule 'r' ended the experiment after 12 cells; up to 6"));
    EFFECTS.put("configuration warn", new Effect(TREE, good, 18, "the rule 'r' fired 3 times"));
    EFFECTS.put(
        "experiment finish",
        new Effect(TREE, "cells == 5", 5, "the rule 'r' ended the experiment after 5 cells"));
    EFFECTS.put(
        "experiment warn",
        new Effect(TREE, "cells == 5", 18, "the rule 'r' fired once: cells = 5"));
  }

  private static final Map<String, String> WITHOUT = new HashMap<>();

  static Set<String> actions() {
    return EFFECTS.keySet();
  }

  @TempDir private Path folder;

  @BeforeEach
  void data() {
    Commands.copy("iris.arff", folder);
  }

  private Path file(String learner, String rule) throws IOException {
    Path file = folder.resolve("e.yaml");
    Files.writeString(
        file,
        """
        experiment: t
        data: [iris.arff]
        evaluate: { cross-validation: 3 }
        metrics: [kappa]
        learners:
          some:
            %s
        rules: [%s]
        output: { folder: out, reports: [csv, json] }
        """
            .formatted(learner.stripTrailing(), rule));
    return file;
  }

  private String output(String name) throws IOException {
    Path file = folder.resolve("out").resolve(name);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** The results without a rule; run once a learner. */
  private String without(String learner) throws IOException {
    String csv = WITHOUT.get(learner);
    if (csv == null) {
      assertEquals(0, Commands.run("run", file(learner, "")).code());
      csv = output("results.csv");
      assertFalse(output("report.json").contains("the rule 'r'"));
      assertEquals("", output("firings.jsonl"));
      WITHOUT.put(learner, csv);
    }
    return csv;
  }

  @ParameterizedTest
  @MethodSource("actions")
  void doesWhatTheReferenceSays(String named) throws IOException {
    Effect effect = EFFECTS.get(named);
    String event = named.split(" ")[0];
    String action = named.split(" ")[1].replace("factor", "1e-20");
    String csv = without(effect.learner());
    Path file =
        file(
            effect.learner(),
            "{ name: r, on: %s, if: \"%s\", then: %s }"
                .formatted(event, effect.condition(), action));
    // What ends an experiment must not depend on the number of jobs.
    for (String jobs : action.equals("finish") ? List.of("1", "3") : List.of("2")) {
      Commands.Result result = Commands.run("run", file, "--fresh", "--jobs", jobs);
      assertEquals(0, result.code(), result.err());
      String changed = output("results.csv");
      String records = output("cells.jsonl");
      // Cells that had begun beside may be kept, and are not counted.
      long counted = changed.lines().filter(line -> line.startsWith("iris,")).count();
      assertTrue(records.lines().count() >= effect.cells(), records);
      assertTrue(output("report.json").contains(effect.says()), output("report.json"));
      switch (action.replaceFirst("\\(.*", "")) {
        case "warn" -> assertEquals(csv, changed, "a warning changes nothing");
        case "drop" -> {
          assertEquals(effect.cells(), records.lines().count());
          assertEquals(9, counted, "what is dropped is in no table");
        }
        case "forbid", "finish" -> assertEquals(effect.cells(), counted);
        case "stop" ->
            assertTrue(records.lines().allMatch(r -> r.contains("\"measureEpochs\":2.0")), records);
        case "rate" -> {
          assertTrue(records.contains("\"action\":\"rate(1.0E-20)\""), records);
          assertFalse(csv.equals(changed), "the rest of the training is another");
        }
        default -> throw new AssertionError(action);
      }
      assertEquals(event.equals("space"), output("firings.jsonl").isEmpty());
    }
  }

  /** Rules that fire where their variables hold exactly what they should, and nowhere else. */
  @Test
  void variablesHoldWhatTheReferenceSays() throws IOException {
    String rule = "{ name: %s, on: %s, if: \"%s\", then: warn }";
    String place = "learner == 'some' && dataSet == 'iris' && repeat == 1 && fold == 2";
    String losses =
        "training.loss > 0.0 && best.loss <= validation.loss"
            + " && epochsSinceBest == epoch - best.epoch && best.epoch >= 1 && best.epoch <= 4";
    Path network =
        file(
            NETWORK,
            String.join(
                ", ",
                rule.formatted("place", "epoch", place + " && epoch == 3 && epochs == 4"),
                rule.formatted("one", "epoch", "this == 'some[batch=16]' && epoch == 1"),
                rule.formatted("losses", "epoch", "epoch == 4 && " + losses),
                rule.formatted("rate", "epoch", "learningRate == 0.05")));
    assertEquals(0, Commands.run("run", network).code());
    assertEquals(Map.of("place", 2L, "one", 3L, "losses", 6L, "rate", 6L), fired());
    String data = "rows == 150 && attributes == 5 && classes == 3 && dataSet == 'iris'";
    String counts = " && plannedFolds == 3 && failures == 0 && learner == 'some'";
    Path tree =
        file(
            TREE,
            String.join(
                ", ",
                rule.formatted("one", "fold", "this == 'some[minNumObj=4]' && folds == 2"),
                rule.formatted("whole", "configuration", data + counts + " && folds == 3"),
                rule.formatted("best", "configuration", "this == leader"),
                rule.formatted("data", "fold", data + counts + " && folds == 1 && rivals == 5"),
                rule.formatted("guess", "fold", "folds == 2 && mean(this).kappa < 0.5")
                    .replace("warn", "drop"),
                rule.formatted("fewer", "fold", "rivals == 2 && folds == 3"),
                rule.formatted("gone", "experiment", "dropped == 3 && cells == 13")));
    assertEquals(0, Commands.run("run", tree, "--fresh").code());
    assertEquals(
        Map.of(
            "one", 1L, "whole", 3L, "best", 1L, "data", 6L, "guess", 3L, "fewer", 3L, "gone", 1L),
        fired());
  }

  private Map<String, Long> fired() throws IOException {
    return output("firings.jsonl")
        .lines()
        .collect(
            Collectors.groupingBy(
                line -> line.replaceFirst(".*\"rule\":\"(\\w+)\".*", "$1"), Collectors.counting()));
  }

  /** The configuration that is good enough ends the search, wherever a run was interrupted. */
  @Test
  void finishAfterAConfigurationIsTheSameAfterAnInterruption() throws IOException {
    Path file =
        file(
            TREE,
            "{ name: enough, on: configuration, if: \"mean(this).kappa > 0.5\", then: finish },"
                + " { name: seen, on: configuration, if: \"folds == 3\", then: warn }");
    assertEquals(0, Commands.run("run", file).code());
    List<String> names = List.of("results.csv", "report.json", "firings.jsonl");
    Map<String, String> whole = new LinkedHashMap<>();
    for (String name : names) {
      whole.put(name, output(name));
    }
    assertTrue(
        whole.get("report.json").contains("the rule 'seen' fired 4 times"), "those that ran");
    List<String> records = output("cells.jsonl").lines().toList();
    assertEquals(12, records.size());
    for (int kept : List.of(0, 4, 11)) {
      Files.write(folder.resolve("out/cells.jsonl"), records.subList(0, kept));
      Commands.Result again = Commands.run("run", file, "--jobs", "2");
      assertEquals(0, again.code(), again.err());
      for (String name : names) {
        assertEquals(whole.get(name), output(name), name + " after " + kept + " records");
      }
    }
    assertEquals(0, Commands.run("report", folder.resolve("out")).code());
    assertEquals(whole.get("results.csv"), output("results.csv"));
    assertTrue(output("report.json").contains("up to 6 did not run"), output("report.json"));
  }

  /** The command prints what the document holds, and each action in it has its test above. */
  @Test
  void theCommandPrintsTheReferenceAndEveryActionHasATest() throws IOException {
    Commands.Result result = Commands.run("rules");
    assertEquals(0, result.code(), result.err());
    assertEquals("", result.err());
    String document = Files.readString(Path.of("RULES.md")).replace("\r\n", "\n");
    assertTrue(document.endsWith(result.out().replace("\r\n", "\n")), result.out());
    Set<String> printed = new TreeSet<>();
    String event = "";
    for (String line : result.out().lines().toList()) {
      if (line.startsWith("## Event `")) {
        event = line.split("`")[1];
      } else if (line.contains("`if:` an expression, `then: forbid`")) {
        printed.add(event + " forbid");
      } else if (line.contains("`if:` an expression, `then:` ")) {
        String actions = line.replaceFirst(".*`then:` ", "").replaceFirst("\\. .*|\\.$", "");
        for (String action : actions.split(", ")) {
          printed.add(event + " " + action);
        }
      }
    }
    assertEquals(new TreeSet<>(EFFECTS.keySet()), printed);
    for (String heading : List.of("## Event `end`", "| variable |", "| function |", "## Metrics")) {
      assertTrue(result.out().contains(heading), heading);
    }
  }
}
