// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.weka.packaging.WekaProcess.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weka.core.Instances;

/** The package with the native library beside the main one, in Weka's own package manager. */
final class NativePackageIT {
  static List<Jdk> jdks() {
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theMainPackageFindsIt(Jdk jdk, @TempDir Path folder) throws Exception {
    WekaProcess weka = new WekaProcess(jdk, folder.resolve("weka-home"));
    Path iris = folder.resolve("iris.arff");
    try (InputStream stream =
        Instances.class.getResourceAsStream("/weka/gui/knowledgeflow/templates/iris.arff")) {
      Files.copy(stream, iris);
    }

    install(weka, "package.zip");
    Outcome alone = train(weka, iris, "auto");
    assertEquals(0, alone.exit(), alone.text());
    assertTrue(alone.text().contains("java, "), alone.text());
    assertFalse(alone.text().contains("blas"), "nobody asked for it: " + alone.text());

    Outcome refused = train(weka, iris, "blas");
    assertTrue(refused.text().contains("backprop-openblas"), refused.text());

    install(weka, "native.zip");
    Outcome little = train(weka, iris, "auto");
    assertTrue(little.text().contains("java, "), "not worth loading: " + little.text());
    Outcome both =
        train(weka, iris, "auto", "-layers", "dense(1024, relu), dense(1024, relu)", "-N", "60");
    assertEquals(0, both.exit(), both.text());
    assertTrue(both.text().contains("blas, "), both.text());
    assertTrue(both.text().contains("Correctly Classified Instances"), both.text());
    assertFalse(both.text().contains("Exception"), both.text());
  }

  @Test
  void describesItself() throws IOException {
    try (ZipFile file = new ZipFile(System.getProperty("native.zip"))) {
      String text =
          new String(
              file.getInputStream(file.getEntry("Description.props")).readAllBytes(),
              StandardCharsets.UTF_8);
      String values = text.lines().filter(l -> !l.startsWith("#")).collect(Collectors.joining());
      assertFalse(values.contains("${"), text);
      List<String> visible =
          file.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".jar") && !name.startsWith("lib/"))
              .toList();
      assertEquals(List.of(), visible, "jars that all packages see");
      assertTrue(file.getEntry("doc/THIRD-PARTY.txt") != null && file.size() > 7);
    }
  }

  private static Outcome train(WekaProcess weka, Path iris, String backend, String... options)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(".BackpropNetwork", "-no-cv"));
    all.addAll(List.of("-t", iris.toString(), "-backend", backend));
    all.addAll(List.of(options));
    return weka.run("weka.Run", all.toArray(new String[0]));
  }

  private static void install(WekaProcess weka, String zip) throws Exception {
    Outcome install =
        weka.run(
            "weka.core.WekaPackageManager",
            "-offline",
            "-install-package",
            System.getProperty(zip));
    assertEquals(0, install.exit(), install.text());
  }
}
