// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Races and halvings in processes that are killed at random moments. */
final class EventProcessTest {
  private static final List<String> RESULTS =
      List.of("junit.xml", "results.arff", "results.csv", "report.json", "firings.jsonl");

  @TempDir private Path folder;

  private Process start(String... more) throws IOException {
    Object[] line = new Object[2 + more.length];
    line[0] = "run";
    line[1] = "e.yaml";
    System.arraycopy(more, 0, line, 2, more.length);
    return Commands.start(folder, Commands.java(line));
  }

  private int end(Process process) throws Exception {
    assertTrue(process.waitFor(240, TimeUnit.SECONDS), "the process does not end");
    return process.exitValue();
  }

  private Map<String, String> results() throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (String name : RESULTS) {
      results.put(name, Files.readString(folder.resolve("out").resolve(name)));
    }
    return results;
  }

  private int records() throws IOException {
    Path path = folder.resolve("out/cells.jsonl");
    return Files.exists(path)
        ? (int) Files.readString(path).chars().filter(c -> c == '\n').count()
        : 0;
  }

  @Test
  void aKilledRunEndsAsOneThatIsNot() throws Exception {
    Commands.copy("iris.arff", folder);
    Files.writeString(
        folder.resolve("e.yaml"),
        """
        experiment: t
        data: [iris.arff]
        evaluate: { cross-validation: 3, repeats: 2 }
        metrics: [percent-correct]
        learners:
          network:
            scheme: weka.classifiers.functions.BackpropNetwork
            options:
              layers: "dense(${width}, relu)"
              optimizer: "adam(${rate})"
              epochs: 18
              validation: 20
            vary: { width: [1, 4, 16], rate: [0.0001, 0.01] }
            search: halving(eta=3, resource=epochs)
          forest: { scheme: weka.classifiers.trees.RandomForest, vary: { numIterations: [1, 9] } }
        rules:
          - { name: plateau, on: epoch, if: "epochsSinceBest >= 3", then: "rate(0.5)" }
          - { name: race, on: fold, if: "folds >= 2 && gain(this, leader) < -2.0", then: drop }
          - { name: trouble, on: experiment, if: "failures > 3", then: finish }
        output: { folder: out, reports: [junit, arff, csv, json] }
        """);
    assertEquals(0, end(start("--jobs", "2")), Files.readString(folder.resolve("process.log")));
    Map<String, String> uninterrupted = results();
    assertTrue(uninterrupted.get("firings.jsonl").contains("\"action\":\"drop\""));
    int all = records();
    assertEquals(0, end(start("--fresh", "--set", "rules=[]")));
    assertEquals(0, end(start("--fresh")));
    assertEquals(uninterrupted, results(), "one cell at a time");
    Files.delete(folder.resolve("out/cells.jsonl"));
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    int before = 0;
    int kills = 0;
    while (before < all - 3) {
      Process process = start("--jobs", "2");
      int next = before + random.nextInt(1, 9);
      while (process.isAlive() && records() < next) {
        Thread.sleep(2);
      }
      Thread.sleep(random.nextInt(0, 30));
      process.destroyForcibly();
      end(process);
      kills++;
      assertTrue(records() >= before, "records are lost, seed " + seed);
      before = records();
    }
    assertTrue(kills >= 3, "killed only " + kills + " times, seed " + seed);
    assertEquals(0, end(start("--jobs", "2")));
    assertEquals(uninterrupted, results(), "seed " + seed);
  }
}
