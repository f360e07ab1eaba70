// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments on Spark, in processes whose class path is that of {@code ./backprop}. */
final class SparkIT {
  private static final Path EXPERIMENTS = Path.of(System.getProperty("experiments.build"));
  private static final Path SPARK = Path.of(System.getProperty("spark.build"));
  private static final List<String> REPORTS =
      List.of("report.html", "junit.xml", "results.arff", "results.csv", "report.json");
  private static final Pattern KEY = Pattern.compile("\"key\":\"(\\w+)\"");
  private static final int WAIT_SECONDS = 400;
  private static final int NEWEST_WORKER_JAVA = 21;

  @TempDir private Path folder;

  /** A search whose trainings wait, rules on all events, and a learner that fails. */
  @BeforeEach
  void file() throws IOException {
    Files.copy(Path.of("../files/data/iris.arff"), folder.resolve("iris.arff"));
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: t
        data: [iris.arff]
        evaluate: { cross-validation: 2, repeats: 2 }
        metrics: [percent-correct, log-loss]
        learners:
          zero: weka.classifiers.rules.ZeroR
          forest: { scheme: weka.classifiers.trees.RandomForest, vary: { numIterations: [150, 200] } }
          network:
            scheme: weka.classifiers.functions.BackpropNetwork
            options: { layers: "dense(${width}, relu)", epochs: 30 }
            vary: { width: [2, 3, 4, 5, 6, 7, 8, 9, 10] }
            search: halving(eta=3)
          broken:
            scheme: weka.classifiers.meta.FilteredClassifier
            options: { filter: weka.filters.unsupervised.attribute.AddExpression -E x1 }
        rules:
          - { name: slower, on: epoch, if: "epoch == 5", then: "rate(0.5)" }
          - { name: useless, on: configuration, if: "mean(this).percentCorrect < 40.0", then: drop }
          - { name: told, on: experiment, if: "cells > 10", then: warn }
          - { name: enough, on: end, expect: "best('forest').percentCorrect > 50" }
        output: { folder: out, reports: [html, junit, arff, csv, json] }
        """);
  }

  private Process start(String... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    line.addAll(
        List.of("-Xmx512m", "-Dspark.executor.memory=512m", "-Dspark.driver.host=127.0.0.1"));
    line.add("-cp");
    line.add(
        String.join(
            File.pathSeparator,
            EXPERIMENTS.resolve("backprop-experiments.jar").toRealPath().toString(),
            EXPERIMENTS.toRealPath().resolve("lib") + "/*",
            SPARK.resolve("backprop-spark.jar").toString(),
            SPARK.resolve("lib") + "/*"));
    line.addAll(List.of("backprop.experiments.Main", "run", "e.yaml"));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().remove("WEKA_HOME");
    builder.environment().put("GITHUB_ACTIONS", "false");
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve("process.log").toFile()));
    return builder.start();
  }

  private int end(Process process) throws Exception {
    try {
      assertTrue(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS), log());
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("process.log"));
  }

  /** The keys of the records, each as often as it is there. */
  private List<String> keys() throws IOException {
    Path records = folder.resolve("out/cells.jsonl");
    return Files.exists(records)
        ? KEY.matcher(Files.readString(records)).results().map(m -> m.group(1)).sorted().toList()
        : List.of();
  }

  private void awaitRecords(Process process, int count) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (process.isAlive() && keys().size() < count && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertTrue(process.isAlive() && keys().size() >= count, log());
  }

  private Map<String, String> results() throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (String report : REPORTS) {
      String text = Files.readString(folder.resolve("out").resolve(report));
      // Measured times are never the same twice, and have a section of their own.
      results.put(report, text.replaceAll("(?s)<section class=\"measured\">.*?</section>", ""));
    }
    return results;
  }

  @Test
  void coresOfThisMachineGiveTheSame() throws Exception {
    assertEquals(3, end(start()), log());
    Map<String, String> local = results();
    List<String> cells = keys();
    assertTrue(log().contains("failed: broken on iris"), log());
    assertEquals(3, end(start("--on", "local[2]", "--fresh")), log());
    assertTrue(log().contains("cells run on Apache Spark"), log());
    assertEquals(local, results());
    assertEquals(cells, keys());
  }

  /** First the runner is killed, then, while the next one goes on, one of the two workers. */
  @Test
  void aClusterGivesTheSameThoughRunnerAndWorkerAreKilled() throws Exception {
    assumeTrue(
        Runtime.version().feature() <= NEWEST_WORKER_JAVA,
        "executors of Spark 4.1 need javax.security.auth.Subject.getSubject, which newer Javas refuse");
    assertEquals(3, end(start()), log());
    Map<String, String> local = results();
    List<String> cells = keys();
    Files.move(folder.resolve("out"), folder.resolve("local"));
    try (StandaloneCluster cluster = new StandaloneCluster(folder, SPARK.resolve("lib"))) {
      Process first = start("--on", cluster.address());
      awaitRecords(first, 5);
      first.destroyForcibly();
      first.waitFor();
      int kept = keys().size();
      assertTrue(kept < cells.size() / 2, "too late: " + kept);

      Process second = start("--on", cluster.address(), "--resume");
      awaitRecords(second, kept + 8);
      cluster.kill(1);
      assertTrue(second.isAlive());
      assertEquals(3, end(second), log());
      for (int worker = 1; worker <= 2; worker++) {
        assertEquals(2, launched(cluster.log(worker)), cluster.log(worker));
      }
    }
    assertTrue(Pattern.compile("going on: \\d+ of \\d+ cells").matcher(log()).find(), log());
    assertEquals(local, results());
    assertEquals(cells, keys());
  }

  private static long launched(String log) {
    return log.lines().filter(line -> line.contains("Asked to launch executor")).count();
  }

  @Test
  void aMasterThatDoesNotAnswerIsSaid() throws Exception {
    assertEquals(2, end(start("--on", "spark://127.0.0.1:1")));
    assertTrue(
        log()
            .contains(
                "backprop: --on spark://127.0.0.1:1: no master of Spark answers there: Connection"
                    + " refused"),
        log());
  }

  /** What Spark's own starters give to Java, the two launch scripts give too. */
  @Test
  void theLaunchScriptsOpenWhatSparkNeeds() throws IOException {
    for (String script : List.of("backprop", "backprop.cmd")) {
      String text = Files.readString(Path.of("../..").resolve(script));
      Stream.of(JavaModuleOptions.defaultModuleOptionArray())
          .filter(option -> option.startsWith("--add-opens"))
          .forEach(option -> assertTrue(text.contains(option), script + ": " + option));
    }
  }
}
