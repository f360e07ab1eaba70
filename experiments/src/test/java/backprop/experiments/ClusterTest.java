// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Cells that run elsewhere; with Apache Spark in the module {@code spark}. */
final class ClusterTest {
  private static final String THREADS = "local[7]";

  @TempDir private Path folder;

  @BeforeEach
  void data() {
    Commands.copy("iris.arff", folder);
  }

  private Path file(String name, String evaluate) throws IOException {
    return Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: %s
        data: [iris.arff]
        evaluate: %s
        metrics: [percent-correct, log-loss]
        learners:
          zero: weka.classifiers.rules.ZeroR
          forest: { scheme: weka.classifiers.trees.RandomForest, vary: { numIterations: [3, 5] } }
          network:
            scheme: weka.classifiers.functions.BackpropNetwork
            options: { layers: "dense(${width}, relu)", epochs: 9 }
            vary: { width: [2, 3, 4] }
            search: halving(eta=3)
          broken: { scheme: backprop.experiments.run.SampleClassifier, options: { failing: true } }
        rules:
          - { name: slower, on: epoch, if: "learner == 'network' && epoch == 2", then: "rate(0.5)" }
          - { name: useless, on: fold, if: "mean(this).percentCorrect < 40.0", then: drop }
          - { name: told, on: experiment, if: "cells > 10", then: warn }
          - { name: enough, on: end, expect: "best('forest').percentCorrect > 50" }
        output: { folder: out, reports: [console, html, junit, arff, csv, json] }
        """
            .formatted(name, evaluate));
  }

  private Map<String, String> results() throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (String name :
        List.of(
            "report.html",
            "junit.xml",
            "results.arff",
            "results.csv",
            "report.json",
            "firings.jsonl",
            "curves.csv")) {
      String text = Files.readString(folder.resolve("out").resolve(name));
      // Curves stand in the order in which cells finish.
      results.put(
          name,
          name.equals("curves.csv")
              ? text.lines().sorted().toList().toString()
              : text.replaceAll("(?s)<section class=\"measured\">.*?</section>", ""));
    }
    return results;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{ cross-validation: 2 }", "{ split: 60%, repeats: 2 }", "{ test: iris.arff }"})
  void otherMachinesFindTheSame(String evaluate) throws IOException {
    Path file = file("same", evaluate);
    Commands.Result here = Commands.run("run", file);
    assertEquals(3, here.code(), here.err());
    Map<String, String> results = results();
    assertTrue(results.get("firings.jsonl").contains("slower"), results.get("firings.jsonl"));
    Commands.Result there = Commands.run("run", file, "--fresh", "--on", THREADS);
    assertEquals(3, there.code(), there.err());
    assertTrue(there.err().contains("cells run on threads"), there.err());
    assertTrue(there.err().contains("failed: broken on iris"), there.err());
    assertEquals(here.out(), there.out());
    assertEquals(results, results());
  }

  @Test
  void aCellThatIsLostForGoodFailsAndTheOthersGoOn() throws IOException {
    Commands.Result result =
        Commands.run("run", file("lost", "{ cross-validation: 2 }"), "--on", THREADS);
    assertEquals(3, result.code());
    assertTrue(result.err().contains(": the thread was lost 4 times"), result.err());
    assertTrue(result.out().contains("1 of 1 gate"), result.out());
  }

  @Test
  void aClusterThatEndsLeavesWhatIsKept() throws IOException {
    Path file = file("gone", "{ cross-validation: 2 }");
    Commands.Result result = Commands.run("run", file, "--on", THREADS, "--jobs", "1");
    assertEquals(3, result.code());
    assertTrue(
        result
            .err()
            .contains(
                "backprop: the threads are gone%nbackprop: 4 of 16 cells are kept, continue with: backprop run "
                    .formatted()),
        result.err());
    assertTrue(result.err().contains(" --on 'local[7]' --jobs 1 --resume"), result.err());
    assertTrue(Commands.run("run", file).err().contains("going on: 4 of 16"));
  }

  @Test
  void whatCannotBeIsSaidBeforeAnythingIsRead() {
    for (String where : List.of("yarn", "spark://host", "local[0]", "", "spark://a:1,b")) {
      Commands.Result result = Commands.run("run", folder.resolve("none.yaml"), "--on", where);
      assertEquals(2, result.code());
      assertEquals(
          "backprop: --on takes local, local[N] or spark://HOST:PORT, found '%s'%n"
              .formatted(where),
          result.err());
    }
    Commands.Result result =
        Commands.run("run", folder.resolve("none.yaml"), "--on", "spark://127.0.0.1:7077");
    assertEquals(2, result.code());
    assertTrue(
        result
            .err()
            .startsWith(
                "backprop: --on spark://127.0.0.1:7077 needs Apache Spark, which is not part of"
                    + " the usual build; get it with 'mvn -Pspark "),
        result.err());
  }
}
