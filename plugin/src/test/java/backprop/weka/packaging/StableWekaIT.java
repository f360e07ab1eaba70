// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.packaging.WekaProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same package in Weka's stable branch, which has other classes than the one we compile with.
 */
@Tag("once")
final class StableWekaIT {
  private static final String CLASSIFIER = "weka.classifiers.functions.BackpropNetwork";

  @TempDir static Path folder;
  private static WekaProcess stable;
  private static WekaProcess current;
  private static Path iris;

  @BeforeAll
  static void install() throws Exception {
    Jdk jdk = Jdk.all().get(0);
    Path home = folder.resolve("weka-home");
    stable = WekaProcess.stable(jdk, home);
    current = new WekaProcess(jdk, home);
    iris = InstalledPackageIT.iris(folder);
    Outcome install =
        stable.run(
            "weka.core.WekaPackageManager",
            "-offline",
            "-install-package",
            System.getProperty("package.zip"));
    assertEquals(0, install.exit(), install.text());
  }

  private static Outcome good(Outcome outcome) {
    assertEquals(0, outcome.exit(), outcome.text());
    assertFalse(outcome.text().contains("Exception"), outcome.text());
    assertFalse(outcome.text().contains("NoSuch"), outcome.text());
    return outcome;
  }

  @Test
  void isLoadedByThatVersion() throws Exception {
    Outcome list =
        good(stable.run("weka.core.WekaPackageManager", "-list-packages", "installed", "-offline"));
    Pattern yes = Pattern.compile("\\s+-----\\s+Yes\\s+backprop");
    assertTrue(yes.matcher(list.text()).find(), list.text());
    Outcome check = good(stable.run("weka.Run", ".BackpropCheck"));
    assertTrue(check.text().contains("Weka      3.8."), check.text());
  }

  /** Trained in one version, the model predicts the same in the other. */
  @Test
  void modelsMoveBothWays() throws Exception {
    WekaProcess[] both = {stable, current};
    for (int i = 0; i < 2; i++) {
      String model = folder.resolve("moving-" + i + ".model").toString();
      Outcome trained =
          good(
              both[i].run(
                  "weka.Run",
                  CLASSIFIER,
                  "-t",
                  iris.toString(),
                  "-no-cv",
                  "-d",
                  model,
                  "-layers",
                  "dense(16, relu)",
                  "-N",
                  "100"));
      assertTrue(InstalledPackageIT.correctPercentage(trained) > 90, trained.text());
      Outcome here = good(both[i].run("weka.Run", CLASSIFIER, "-l", model, "-T", iris.toString()));
      Outcome there =
          good(both[1 - i].run("weka.Run", CLASSIFIER, "-l", model, "-T", iris.toString()));
      assertTrue(InstalledPackageIT.correctPercentage(here) > 90, here.text());
      assertEquals(evaluation(here), evaluation(there));
    }
  }

  private static List<String> evaluation(Outcome outcome) {
    return outcome.text().lines().dropWhile(l -> !l.contains("Correctly Classified")).toList();
  }

  @Test
  void isInTheTreesAndPassesTheCheckers() throws Exception {
    Outcome tree = good(stable.runTestClass(ClassifierTree.class));
    for (String line : InstalledPackageIT.TREE) {
      assertTrue(tree.text().lines().anyMatch(line::equals), line + " in\n" + tree.text());
    }
    Outcome checks = good(stable.runTestClass(PackageUse.class));
    assertTrue(checks.text().contains("CheckGOE success"), checks.text());
    assertTrue(checks.text().contains("CheckOptionHandler success"), checks.text());
    List<String> answers =
        checks.text().lines().filter(l -> l.startsWith("answer ")).map(String::strip).toList();
    assertTrue(answers.size() > 40, checks.text());
    for (String answer : answers) {
      boolean good =
          answer.endsWith("...yes")
              || answer.contains("...no (OK error message)")
              || answer.endsWith("multi-instance classifier...no")
              // It has few rows, which nothing but numbers can tell apart.
              || answer.endsWith("...warning: performs worse than ZeroR");
      assertTrue(good, answer + " in\n" + checks.text());
    }
  }

  @Test
  void filterClustererEvaluatorAndExperimenterRun() throws Exception {
    Outcome codes =
        good(
            stable.run(
                "weka.Run", ".BackpropFeatures", "-N", "2", "-c", "last", "-i", iris.toString()));
    assertTrue(codes.text().contains("@attribute code-1 numeric"), codes.text());
    Outcome odd = good(stable.run("weka.Run", ".BackpropAnomaly", "-t", iris.toString()));
    assertTrue(odd.text().contains("Autoencoder of 150 rows"), odd.text());
    Outcome ranked =
        good(
            stable.run(
                "weka.Run",
                "weka.attributeSelection.BackpropAttributeEval",
                "-s",
                "weka.attributeSelection.Ranker",
                "-i",
                iris.toString()));
    assertTrue(ranked.text().contains("Ranked attributes:"), ranked.text());
    Path results = folder.resolve("results.arff");
    good(
        stable.run(
            "weka.experiment.Experiment",
            "-r",
            "-T",
            iris.toString(),
            "-L",
            "1",
            "-U",
            "1",
            "-D",
            "weka.experiment.InstancesResultListener -O " + results,
            "-P",
            "weka.experiment.CrossValidationResultProducer",
            "--",
            "-X",
            "3",
            "-W",
            "weka.experiment.ClassifierSplitEvaluator",
            "--",
            "-W",
            CLASSIFIER,
            "--",
            "-N",
            "5"));
    String table = Files.readString(results);
    assertTrue(table.contains("@attribute measureEpochs numeric"), table);
    assertEquals(3, table.lines().filter(l -> l.startsWith("iris,1,")).count(), table);
  }
}
