// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.packaging.WekaProcess.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weka.core.Instances;

/** The package in the hands of Weka's own package manager, on every Java found. */
@Tag("once")
final class InstalledPackageIT {

  private static final String CLASSIFIER = "weka.classifiers.functions.BackpropNetwork";
  private static final Pattern CORRECT =
      Pattern.compile("Correctly Classified Instances\\s+\\d+\\s+([0-9.]+)\\s+%");

  /** What the trees of the Explorer show of the package. */
  static final List<String> TREE =
      List.of(
          "leaf BackpropNetwork",
          "leaf BackpropFeatures",
          "leaf BackpropWindow",
          "leaf BackpropAnomaly",
          "leaf BackpropAttributeEval",
          "leaf ImageDirectoryLoader",
          "step backprop.weka.flow.LearningCurve");

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void installsListsRunsAndShows(Jdk jdk, @TempDir Path folder) throws Exception {
    WekaProcess weka = new WekaProcess(jdk, folder.resolve("weka-home"));
    Path iris = iris(folder);

    Outcome before = weka.run("weka.Run", ".BackpropNetwork", "-t", iris.toString());
    assertFalse(CORRECT.matcher(before.text()).find(), "not there before it is installed");

    Outcome install =
        weka.run(
            "weka.core.WekaPackageManager",
            "-offline",
            "-install-package",
            System.getProperty("package.zip"));
    assertEquals(0, install.exit(), install.text());

    // Weka installs without complaint what it then refuses to load, so the list must say "Yes".
    Outcome list =
        weka.run("weka.core.WekaPackageManager", "-offline", "-list-packages", "installed");
    Pattern row =
        Pattern.compile(
            Pattern.quote(System.getProperty("package.version")) + "\\s+-----\\s+Yes\\s+backprop");
    assertTrue(row.matcher(list.text()).find(), list.text());

    Path model = folder.resolve("iris.model");
    Outcome run =
        weka.run("weka.Run", ".BackpropNetwork", "-t", iris.toString(), "-d", model.toString());
    assertEquals(0, run.exit(), run.text());
    assertTrue(correctPercentage(run) > 90, run.text());
    assertFalse(run.text().contains("Exception"), run.text());

    Outcome load = weka.run("weka.Run", CLASSIFIER, "-l", model.toString(), "-T", iris.toString());
    assertEquals(0, load.exit(), load.text());
    assertTrue(correctPercentage(load) > 90, load.text());

    Path reviews = folder.resolve("examples").resolve("reviews.arff");
    Outcome examples = weka.run("weka.Run", ".BackpropExamples", reviews.getParent().toString());
    assertEquals(0, examples.exit(), examples.text());
    Path text = folder.resolve("reviews.model");
    String[] train = {
      "weka.Run", ".BackpropNetwork", "-t", reviews.toString(), "-no-cv", "-d", text.toString()
    };
    Outcome learned = weka.run(train[0], with(train, "-preset", "text(min-rows=1)"));
    assertEquals(0, learned.exit(), learned.text());
    Outcome told =
        weka.run("weka.Run", CLASSIFIER, "-l", text.toString(), "-T", reviews.toString());
    assertTrue(correctPercentage(told) > 90, told.text());

    Outcome tree = weka.runTestClass(ClassifierTree.class);
    assertTrue(tree.text().lines().anyMatch("leaf MultilayerPerceptron"::equals), tree.text());
    for (String line : TREE) {
      assertTrue(tree.text().lines().anyMatch(line::equals), line + " in\n" + tree.text());
    }

    Outcome check = weka.run("weka.Run", ".BackpropCheck");
    assertTrue(check.text().contains("java      can be used"), check.text());
    assertTrue(check.text().contains("opencl"), check.text());
    Outcome codes =
        weka.run("weka.Run", ".BackpropFeatures", "-N", "2", "-c", "last", "-i", iris.toString());
    assertTrue(codes.text().contains("@attribute code-1 numeric"), codes.text());
  }

  /** All but the first, and more. */
  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words).skip(1), Arrays.stream(more)).toArray(String[]::new);
  }

  /** Weka says why it leaves the package out. */
  @Test
  void isLeftOutWithAMessageOnAnOlderJava(@TempDir Path folder) throws Exception {
    WekaProcess weka = new WekaProcess(Jdk.all().get(0), folder.resolve("weka-home"));
    weka.run(
        "weka.core.WekaPackageManager",
        "-offline",
        "-install-package",
        System.getProperty("package.zip"));
    Outcome old =
        weka.runTestClass(OlderJava.class, ".BackpropNetwork", "-t", iris(folder).toString());
    assertTrue(old.text().contains("because JVM 11.0 is not > requested JVM 16.0"), old.text());
    assertFalse(CORRECT.matcher(old.text()).find(), old.text());
  }

  static double correctPercentage(Outcome outcome) {
    Matcher matcher = CORRECT.matcher(outcome.text());
    double last = Double.NaN;
    while (matcher.find()) {
      last = Double.parseDouble(matcher.group(1));
    }
    return last;
  }

  static Path iris(Path folder) throws IOException {
    Path file = folder.resolve("iris.arff");
    try (InputStream stream =
        Instances.class.getResourceAsStream("/weka/gui/knowledgeflow/templates/iris.arff")) {
      Files.copy(stream, file);
    }
    return file;
  }
}
