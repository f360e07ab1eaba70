// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
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
    Map<String, String> result = FrameworkHarness.call(probe, "Probes$CrossValidateService", "");
    assertEquals("weka.classifiers.functions.BackpropNetwork", result.get("class"));
    assertEquals("weka.classifiers.functions.BackpropNetwork", result.get("property"));
    assertEquals("true", result.get("distinct"), "each asker gets an untrained one");
    assertEquals("150.0", result.get("tested"));
    assertTrue(Double.parseDouble(result.get("correct")) > 90, result.toString());
  }

  @Test
  void isBaggedWithTwoThreads() throws Exception {
    Map<String, String> result = FrameworkHarness.call(probe, "Probes$Bag", "");
    assertTrue(Double.parseDouble(result.get("correct")) > 90, result.toString());
  }

  @Test
  void savesAndLoads() throws Exception {
    String path = folder.resolve("inside.model").toString();
    Map<String, String> saved = FrameworkHarness.call(probe, "Probes$Save", path);
    Map<String, String> loaded = FrameworkHarness.call(probe, "Probes$Load", path);
    assertEquals(saved.get("predictions"), loaded.get("predictions"));
    assertEquals("true", loaded.get("class"));
  }

  @Test
  void loadsWhatAPlainWekaSaved() throws Exception {
    Path model = folder.resolve("outside.model");
    String saved = outside("Save", model);
    Map<String, String> loaded = FrameworkHarness.call(probe, "Probes$Load", model.toString());
    assertEquals(saved, loaded.get("predictions"));
  }

  @Test
  void savesWhatAPlainWekaLoads() throws Exception {
    Path model = folder.resolve("for-outside.model");
    Map<String, String> saved = FrameworkHarness.call(probe, "Probes$Save", model.toString());
    assertEquals(saved.get("predictions"), outside("Load", model));
  }

  @Test
  void everythingIsAService() throws Exception {
    Map<String, String> services = FrameworkHarness.call(probe, "ToolProbes$Services", "");
    Set<String> all =
        Set.of(
            "weka.classifiers.functions.BackpropNetwork",
            "weka.filters.unsupervised.attribute.BackpropFeatures",
            "weka.filters.unsupervised.attribute.BackpropWindow",
            "weka.clusterers.BackpropAnomaly",
            "weka.attributeSelection.BackpropAttributeEval",
            "weka.core.converters.ImageDirectoryLoader");
    assertEquals(all, services.keySet());
    services.forEach((name, made) -> assertEquals(name, made, "each asker gets a new one"));
  }

  @Test
  void filtersAreTrainedAndCopied() throws Exception {
    Map<String, String> result = FrameworkHarness.call(probe, "ToolProbes$Filters", "");
    assertEquals("code-1", result.get("code"));
    assertEquals("true", result.get("same"));
    assertTrue(Double.parseDouble(result.get("correct")) > 60, result.toString());
    assertEquals("48", result.get("windows"));
  }

  @Test
  void theClustererIsSavedAndLoaded() throws Exception {
    String path = folder.resolve("anomaly.model").toString();
    Map<String, String> result = FrameworkHarness.call(probe, "ToolProbes$Anomaly", path);
    assertEquals(result.get("saved"), result.get("loaded"));
  }

  @Test
  void attributesAreRanked() throws Exception {
    Map<String, String> result = FrameworkHarness.call(probe, "ToolProbes$Ranking", "");
    assertTrue(Double.parseDouble(result.get("first")) >= 2, "a petal's, not " + result);
  }

  @Test
  void presetsAreCrossValidated() throws Exception {
    Map<String, String> result = FrameworkHarness.call(probe, "ToolProbes$Presets", "");
    assertEquals(3, result.size());
    result.forEach((name, correct) -> assertTrue(Double.parseDouble(correct) > 60, name + correct));
  }

  @Test
  void doctorCheckAndTraceWork() throws Exception {
    Map<String, String> result =
        FrameworkHarness.call(probe, "ToolProbes$Tools", folder.toString());
    assertTrue(result.get("doctor").startsWith("too-few-epochs: "), result.get("doctor"));
    assertTrue(result.get("check").contains("java      can be used"), result.get("check"));
    assertTrue(result.get("trace").contains("The loss after the step"), result.get("trace"));
  }

  @Test
  void picturesAreLoaded(@TempDir Path pictures) throws Exception {
    for (String name : List.of("cats", "dogs")) {
      Path file = Files.createDirectories(pictures.resolve(name)).resolve("one.png");
      BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
      assertTrue(ImageIO.write(image, "png", file.toFile()));
    }
    Map<String, String> result =
        FrameworkHarness.call(probe, "ToolProbes$Pictures", pictures.toString());
    assertEquals("2", result.get("rows"));
  }

  /** The module for graphics cards is found: it computes, or says in a sentence what is missing. */
  @Test
  void openClIsFoundOrRefusedWithAReason() throws Exception {
    Map<String, String> java = FrameworkHarness.call(probe, "ToolProbes$Backend", "java");
    assertTrue(java.get("summary").contains("Backend    java"), java.toString());
    Map<String, String> result = FrameworkHarness.call(probe, "ToolProbes$Backend", "opencl");
    if (result.containsKey("refused")) {
      String reason = result.get("refused");
      assertTrue(reason.startsWith("option -backend: "), reason);
      assertFalse(
          reason.contains("is 'opencl', allowed are"), "the module is not found: " + reason);
    } else {
      assertTrue(result.get("summary").contains("Backend    opencl"), result.get("summary"));
      assertTrue(Double.parseDouble(result.get("correct")) > 90, result.toString());
    }
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
