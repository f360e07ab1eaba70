// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/** The bundles of this build in the OSGi framework of the class path (Felix or Equinox). */
final class BackpropInOsgiTest {

  private static final String CLASSIFIER = "weka.classifiers.Classifier";

  @TempDir static Path folder;
  private static FrameworkHarness harness;
  private static Bundle backprop;
  private static Bundle probe;

  @BeforeAll
  static void start() throws Exception {
    harness = new FrameworkHarness(folder);
    harness.install("weka");
    harness.install("fragment");
    backprop = harness.install("backprop");
    backprop.start();
    probe = harness.startProbe();
  }

  @AfterAll
  static void stop() throws Exception {
    harness.close();
  }

  @Test
  void runsInTheFrameworkOfThisRun() {
    assertEquals(System.getProperty("expected.framework"), harness.framework().getSymbolicName());
  }

  @Test
  void crossValidatesTheServicesClassifier() throws Exception {
    Map<String, String> result = FrameworkHarness.call(probe, "CrossValidateService", "");
    assertEquals("weka.classifiers.functions.BackpropNetwork", result.get("class"));
    assertEquals("weka.classifiers.functions.BackpropNetwork", result.get("property"));
    assertEquals("true", result.get("distinct"), "each asker gets an untrained one");
    assertEquals("150.0", result.get("tested"));
    assertTrue(Double.parseDouble(result.get("correct")) > 90, result.toString());
  }

  @Test
  void isBaggedWithTwoThreads() throws Exception {
    Map<String, String> result = FrameworkHarness.call(probe, "Bag", "");
    assertTrue(Double.parseDouble(result.get("correct")) > 90, result.toString());
  }

  @Test
  void savesAndLoads() throws Exception {
    String path = folder.resolve("inside.model").toString();
    Map<String, String> saved = FrameworkHarness.call(probe, "Save", path);
    Map<String, String> loaded = FrameworkHarness.call(probe, "Load", path);
    assertEquals(saved.get("predictions"), loaded.get("predictions"));
    assertEquals("true", loaded.get("class"));
  }

  @Test
  void loadsWhatAPlainWekaSaved() throws Exception {
    Path model = folder.resolve("outside.model");
    String saved = outside("Save", model);
    Map<String, String> loaded = FrameworkHarness.call(probe, "Load", model.toString());
    assertEquals(saved, loaded.get("predictions"));
  }

  @Test
  void savesWhatAPlainWekaLoads() throws Exception {
    Path model = folder.resolve("for-outside.model");
    Map<String, String> saved = FrameworkHarness.call(probe, "Save", model.toString());
    assertEquals(saved.get("predictions"), outside("Load", model));
  }

  @Test
  void withdrawsTheServiceWhenStopped() throws Exception {
    assertNotNull(reference());
    backprop.stop();
    assertNull(reference());
    backprop.start();
    assertNotNull(reference());
  }

  @Test
  void doesNotResolveWithoutTheFragment(@TempDir Path other) throws Exception {
    try (FrameworkHarness bare = new FrameworkHarness(other)) {
      bare.install("weka");
      Bundle alone = bare.install("backprop");
      BundleException refusal = assertThrows(BundleException.class, alone::start);
      assertTrue(refusal.getMessage().contains("backprop.weka.functions"), refusal.getMessage());
    }
  }

  @Test
  void startsAfterARefreshWhereWekaWasThereBefore(@TempDir Path other) throws Exception {
    try (FrameworkHarness used = new FrameworkHarness(other)) {
      Bundle weka = used.install("weka");
      weka.start();
      assertNotNull(weka.loadClass("weka.core.Utils"));
      used.install("fragment");
      Bundle late = used.install("backprop");
      used.refresh(weka);
      late.start();
      assertEquals(Bundle.ACTIVE, late.getState());
    }
  }

  private static ServiceReference<?> reference() {
    return harness.framework().getBundleContext().getServiceReference(CLASSIFIER);
  }

  /** Runs a probe in a JVM with plain class path: Weka's jars, ours, no framework at work. */
  private static String outside(String probeName, Path model) throws Exception {
    Path work = Files.createTempDirectory(folder, "outside");
    List<Path> jars = new ArrayList<>();
    jars.add(Path.of("target", "test-classes").toAbsolutePath());
    jars.add(Path.of(System.getProperty("plain.jar")));
    jars.addAll(FrameworkHarness.embeddedJars("backprop", work.resolve("backprop")));
    jars.addAll(FrameworkHarness.embeddedJars("weka", work.resolve("weka")));
    String path = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Path output = work.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-cp",
                path,
                "backprop.osgi.probe.Probes",
                probeName,
                model.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> read(output));
    return Files.readAllLines(output).stream()
        .filter(line -> line.startsWith("predictions="))
        .map(line -> line.substring("predictions=".length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(read(output)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
