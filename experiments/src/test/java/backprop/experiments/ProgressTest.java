// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.file.ExperimentReader;
import backprop.experiments.run.BarProgress;
import backprop.experiments.run.ExperimentRunner;
import backprop.experiments.run.Planner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one sees while an experiment runs. */
final class ProgressTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    Commands.copy("iris.arff", folder);
    file = folder.resolve("e.yaml");
    Files.writeString(
        file,
        """
        experiment: seen
        data: [iris.arff]
        evaluate: { cross-validation: 2, repeats: 2 }
        metrics: [percent-correct]
        learners:
          zero: weka.classifiers.rules.ZeroR
          tree: { scheme: weka.classifiers.trees.J48, vary: { minNumObj: [2, 60] } }
          broken: { scheme: backprop.experiments.run.SampleClassifier, options: { failing: true } }
          network:
            scheme: weka.classifiers.functions.BackpropNetwork
            options: { layers: "dense(${width}, relu)", epochs: 9 }
            vary: { width: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }
            search: hyperband(eta=3)
        rules:
          - { name: hopeless, on: fold, if: "folds == 2 && mean(this).percentCorrect < 40.0 && learner == 'zero'", then: drop }
        output: { folder: out, reports: [json] }
        """);
  }

  @Test
  void aLogHasALineForEachThatFinishesOrIsDropped() {
    String log = Commands.run("run", file).err();
    assertTrue(log.contains("failed: broken on iris, repeat 1, fold 1: "), log);
    assertTrue(
        log.contains("dropped: zero on iris by hopeless: ") && log.contains("percent-correct 33.3"),
        log);
    assertTrue(
        log.contains("dropped: network[width=") && log.contains(" by hyperband bracket 1: "), log);
    assertTrue(log.matches("(?s).*; tree\\[minNumObj=2] leads with 9\\d\\.\\d+ \\(.*"), log);
    assertTrue(log.matches("(?s).* of \\d+ cells, about \\d+:\\d\\d left\\).*"), log);
  }

  @Test
  void aTerminalHasABarWithLeaderTimeDropsAndFailures() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      new ExperimentRunner(
              new Planner(ExperimentReader.read(file, List.of(), List.of()), List.of(), "test")
                  .plan(),
              "test",
              1,
              new BarProgress(out))
          .run(true, new PrintStream(OutputStream.nullOutputStream()));
    }
    String shown = bytes.toString(StandardCharsets.UTF_8);
    // A bar of 80 columns may cut its end off.
    String last = shown.substring(shown.lastIndexOf("seen"));
    assertTrue(last.matches("(?s)seen +\\d+% \\[.*/72 \\(0:00:\\d\\d / .*"), last);
    assertTrue(last.contains("iris: tree[minNumObj=2] 93.67, "), last);
    assertTrue(shown.matches("(?s).*93.67, \\d+ d.*"), shown);
  }

  /** All steps of all brackets are run, and two jobs come to the same. */
  @Test
  void hyperbandRunsToItsEnd() throws IOException {
    Commands.run("run", file, "--only", "network");
    String one = Files.readString(folder.resolve("out/report.json"));
    Commands.run("run", file, "--only", "network", "--fresh", "--jobs", "2");
    assertEquals(one, Files.readString(folder.resolve("out/report.json")));
    String explained = Commands.run("explain", file, "--only", "network").out();
    assertTrue(explained.contains("hyperband bracket 2"), explained);
    assertTrue(explained.contains("place "), explained);
  }
}
