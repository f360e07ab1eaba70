// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file with everything: all events, a baseline, conditions, zipped values, all reports. */
final class CreditTest {
  @TempDir private Path folder;

  @Test
  void aFileWithAllEventsRuns() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.copy(Path.of("files/data/diabetes.arff"), folder.resolve("data/credit-g.arff"));
    Files.writeString(
        folder.resolve("data/diabetes.csv"), "x,outcome,z\n" + "1,a,3\n2,b,4\n3,b,1\n".repeat(12));
    Path file = folder.resolve("credit.yaml");
    Files.writeString(
        file,
        """
        experiment: credit
        seed: 1
        data:
          - data/credit-g.arff                 # class: the last attribute unless said
          - { file: data/diabetes.csv, class: outcome }
        evaluate: { cross-validation: 10, repeats: 3 }
        metrics: [percent-correct, kappa, log-loss, roc-area]
        learners:
          forest: weka.classifiers.trees.RandomForest -I 200
          network:
            scheme: weka.classifiers.functions.BackpropNetwork
            options: { layers: "dense(${width}, relu), dropout(${drop})", optimizer: "adam(rate=${rate})" }
            vary:
              width: [32, 128]
              drop: [0, 0.2, 0.5]
              rate: { log-uniform: [1e-4, 1e-1], samples: 8 }
              zip: [ { batch: 32, epochs: 50 }, { batch: 256, epochs: 200 } ]
            search: grid
        rules:
          - { name: no heavy dropout in tiny nets, on: space,      if: "drop > 0.3 && width < 64",          then: forbid }
          - { name: diverged,                      on: epoch,      if: "epoch >= 5 && validation.loss > 3.0 * best.loss",    then: stop }
          - { name: plateau,                       on: epoch,      if: "epochsSinceBest >= 20",              then: "rate(0.5)" }
          - { name: race,                          on: fold,       if: "folds >= 5 && worse(this, leader, 0.05)",            then: drop }
          - { name: budget,                        on: experiment, if: "elapsed > duration('20m') || failures > 3",           then: finish }
          - { name: good enough,                   on: end, expect: "best('network').kappa >= 0.35" }
          - { name: beats the forest,              on: end, expect: "significant('network', 'forest', 'percent-correct', 0.05) && gain('network', 'forest', 'percent-correct') >= 0.5", level: warning }
          - { name: no regression,                 on: end, expect: "against(baseline).drop('kappa') <= 0.02" }
        baseline: baselines/credit.json
        output: { folder: out/credit, reports: [console, html, junit, arff, csv, json, markdown], save-best: best.model }
        """);
    Commands.Result check = Commands.run("check", file);
    assertEquals(0, check.code(), check.err());
    assertTrue(check.out().contains("81 configurations (16 forbidden)"), check.out());
    // Less of everything, the same rules.
    Commands.Result run =
        Commands.run(
            "run",
            file,
            "--jobs",
            "2",
            "--set",
            "learners.network.vary={ width: [2], drop: [0], rate: [0.0001, 0.01], batch: [32],"
                + " epochs: [8] }",
            "--set",
            "evaluate={ cross-validation: 6 }");
    assertTrue(run.code() == 1 || run.code() == 4, run.code() + "\n" + run.err());
    assertTrue(run.out().contains("UNDECIDED"), run.out());
    assertTrue(run.out().contains("no regression"), run.out());
  }
}
