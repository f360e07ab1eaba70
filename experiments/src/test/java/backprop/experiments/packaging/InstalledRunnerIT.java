// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both packages in the hands of Weka's package manager, with an empty Weka home. */
final class InstalledRunnerIT {
  private static final long LIMIT_SECONDS = 120;
  private static final long LARGEST = 20_000_000;

  @TempDir private Path folder;

  private record Outcome(int exit, String text) {}

  private Outcome weka(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.awt.headless=true");
    command.add("-Dweka.packageManager.offline=true");
    command.add("-cp");
    command.add(Files.readString(Path.of("target", "weka-class-path.txt")).strip());
    command.addAll(List.of(words));
    Path output = Files.createTempFile(folder, "weka", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("WEKA_HOME", folder.resolve("weka-home").toString());
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("no end: " + command + "\n" + Files.readString(output));
    }
    return new Outcome(process.exitValue(), Files.readString(output));
  }

  private void install(String property) throws IOException, InterruptedException {
    String zip = System.getProperty(property);
    Outcome install = weka("weka.core.WekaPackageManager", "-offline", "-install-package", zip);
    assertEquals(0, install.exit(), install.text());
  }

  private Path experiment(String name, String expect) throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.copy(
        Path.of("files", "data", "iris.arff"),
        folder.resolve("iris.arff"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        file,
        String.join(
            "\n",
            "experiment: " + name,
            "data: [iris.arff]",
            "evaluate: { cross-validation: 3 }",
            "metrics: [percent-correct]",
            "learners:",
            "  rule: weka.classifiers.rules.ZeroR",
            "  network:",
            "    scheme: weka.classifiers.functions.BackpropNetwork",
            "    options: { epochs: 20 }",
            "rules:",
            "  - { name: slow start, on: epoch, if: \"epoch > 15\", then: stop }",
            "  - { name: better, on: end, expect: \"" + expect + "\" }",
            "output: { folder: out }",
            ""));
    return file;
  }

  @Test
  void runsExperimentsFromTwoPackages() throws Exception {
    assertTrue(Files.size(Path.of(System.getProperty("package.zip"))) < LARGEST);
    try (ZipFile zip = new ZipFile(System.getProperty("package.zip"))) {
      assertTrue(
          zip.stream()
              .noneMatch(e -> e.getName().matches(".*(weka-dev|openblas|backprop-engine).*jar")));
      assertTrue(zip.getEntry("doc/README.md") != null && zip.getEntry("doc/RULES.md") != null);
    }
    install("package.zip");
    Outcome alone = weka("weka.Run", ".BackpropExperiment", "rules");
    assertEquals(2, alone.exit(), alone.text());
    assertTrue(alone.text().contains("the Weka package backprop, version "), alone.text());
    install("classifier.zip");
    Outcome list = weka("weka.core.WekaPackageManager", "-offline", "-list-packages", "installed");
    assertTrue(
        list.text().lines().anyMatch(l -> l.matches(".*\\sYes\\s+backpropExperiments.*")),
        list.text());

    Path good = experiment("good", "mean('network').percentCorrect > 80.0");
    Outcome pass = weka("weka.Run", ".BackpropExperiment", good.toString());
    assertEquals(0, pass.exit(), pass.text());
    assertTrue(pass.text().contains("1 of 1 gate passed"), pass.text());
    assertTrue(Files.exists(folder.resolve("out").resolve("report.html")), pass.text());
    assertFalse(pass.text().contains("Exception"), pass.text());

    Path bad = experiment("bad", "mean('network').percentCorrect > 101.0");
    Outcome fail =
        weka(
            "weka.Run",
            ".BackpropExperiment",
            "run",
            bad.toString(),
            "--set",
            "output.folder=" + folder.resolve("other"));
    assertEquals(1, fail.exit(), fail.text());
    Outcome none = weka("weka.Run", ".BackpropExperiment", "nothing.yaml");
    assertEquals(2, none.exit(), none.text());
  }
}
