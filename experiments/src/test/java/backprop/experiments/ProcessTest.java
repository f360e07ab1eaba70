// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end before their time, in processes of their own. */
final class ProcessTest {
  private static final List<String> REPORTS =
      List.of("report.html", "junit.xml", "results.arff", "results.csv", "report.json");
  private static final int CELLS = 60;

  @TempDir private Path folder;

  @BeforeEach
  void file() throws IOException {
    Commands.copy("iris.arff", folder);
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: t
        data: [iris.arff]
        evaluate: { cross-validation: 5, repeats: 2 }
        metrics: [percent-correct, log-loss]
        learners:
          forest: { scheme: weka.classifiers.trees.RandomForest, vary: { numIterations: [3, 5] } }
          network: weka.classifiers.functions.MultilayerPerceptron -N 20
          sample:
            scheme: backprop.experiments.run.SampleClassifier
            options: { pause: 30 }
            vary: { rate: [0.1, 0.2, 0.3] }
        rules:
          - { name: enough, on: end, expect: "best('forest').percentCorrect > 50" }
        output: { folder: out }
        """);
  }

  private Process start(Object... arguments) throws IOException {
    List<Object> all = new ArrayList<>(List.of("run", "e.yaml"));
    all.addAll(List.of(arguments));
    return Commands.start(folder, Commands.java(all.toArray()));
  }

  private static int end(Process process) throws InterruptedException {
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the process does not end");
    return process.exitValue();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("process.log"));
  }

  private Map<String, String> results() throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (String report : REPORTS) {
      // Measured times are never the same twice, and have a section of their own.
      String text = Files.readString(folder.resolve("out").resolve(report));
      results.put(report, text.replaceAll("(?s)<section class=\"measured\">.*?</section>", ""));
    }
    return results;
  }

  private int records() throws IOException {
    Path path = folder.resolve("out/cells.jsonl");
    return Files.exists(path)
        ? (int) Files.readString(path).chars().filter(c -> c == '\n').count()
        : 0;
  }

  /** Waits until more cells have a record, or the process has ended. */
  private void awaitRecords(Process process, int count) throws Exception {
    while (process.isAlive() && records() < count) {
      Thread.sleep(2);
    }
  }

  @Test
  void aRunThatIsKilledAgainAndAgainEndsWithTheSameFiles() throws Exception {
    assertEquals(0, end(start("--jobs", "2")), log());
    Map<String, String> uninterrupted = results();
    delete(folder.resolve("out"));
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    int kills = 0;
    int before = 0;
    for (int next = 0; next < CELLS - 10; next = before + random.nextInt(1, 12)) {
      Process process = start("--jobs", "2", "--resume");
      awaitRecords(process, next);
      Thread.sleep(random.nextInt(0, 40));
      process.destroyForcibly();
      assertEquals(137, end(process), "killed, seed " + seed + "\n" + log());
      kills++;
      assertTrue(records() >= before, "records are lost, seed " + seed);
      before = records();
    }
    assertTrue(kills >= 4, "killed only " + kills + " times");
    assertEquals(0, end(start("--jobs", "2", "--resume")), log());
    assertEquals(uninterrupted, results(), "seed " + seed);
  }

  @Test
  void anInterruptEndsWith130AndSaysHowToGoOn() throws Exception {
    Process process = start("--set", "learners.sample.options.pause=200");
    awaitRecords(process, 5);
    assertEquals(0, new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor());
    assertEquals(130, end(process), log());
    int kept = records();
    assertTrue(kept >= 5 && kept < CELLS);
    String command =
        "continue with: backprop run e.yaml --set learners.sample.options.pause=200" + " --resume";
    assertTrue(
        log().contains("interrupted; " + kept + " of " + CELLS + " cells are kept, " + command),
        log());
  }

  @Test
  void aFullDiskIsSaidAndTheRunCanGoOn() throws Exception {
    Path shell = Path.of("/bin/bash");
    assumeTrue(Files.isExecutable(shell), "needs bash to limit the size of files");
    List<String> line = Commands.java("run", "e.yaml");
    String limited =
        "ulimit -f 40; exec '" + String.join("' '", line.subList(0, line.size())) + "'";
    assertEquals(3, end(Commands.start(folder, List.of(shell.toString(), "-c", limited))), log());
    assertTrue(log().contains("cells.jsonl: File too large"), log());
    int kept = records();
    assertTrue(kept > 3 && kept < CELLS);
    assertTrue(
        log()
            .contains(
                kept
                    + " of "
                    + CELLS
                    + " cells are kept; when there is room, continue with: backprop run e.yaml"
                    + " --resume"),
        log());
    assertEquals(0, end(start("--resume")), log());
    assertTrue(log().contains("going on: " + kept + " of " + CELLS), log());
  }

  @Test
  void mainEndsWithTheExitCode() throws Exception {
    assertEquals(
        1, end(start("--set", "rules.1.expect=best('forest').percentCorrect > 101")), log());
    assertEquals(2, end(start("--set", "seed=x")), log());
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (var inside = Files.list(path)) {
        for (Path file : inside.toList()) {
          delete(file);
        }
      }
    }
    Files.delete(path);
  }

  @Test
  @EnabledIf("hasFullDevice")
  void outputThatIsLostIsSaid() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(Commands.java("check", "e.yaml"));
    builder.directory(folder.toFile());
    builder.redirectOutput(Path.of("/dev/full").toFile());
    builder.redirectError(folder.resolve("process.log").toFile());
    assertEquals(3, end(builder.start()), log());
    assertTrue(log().contains("backprop: the output could not be written in full"), log());
  }

  private static boolean hasFullDevice() {
    return Files.isWritable(Path.of("/dev/full"));
  }
}
