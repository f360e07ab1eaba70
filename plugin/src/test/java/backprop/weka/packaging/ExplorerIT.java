// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The installed package in the real Explorer, with mouse and keyboard, on a screen in memory: what
 * {@code src/screenshots} does, with its pictures in {@code target}. Needs a machine with a virtual
 * screen; without one the test says what is missing and is skipped.
 */
final class ExplorerIT {
  private static final long LIMIT_MINUTES = 6;

  static List<Jdk> jdks() {
    return Jdk.all();
  }

  private static boolean found(String tool) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void isUsedWithMouseAndKeyboard(Jdk jdk) throws Exception {
    for (String tool : List.of("bash", "Xvfb", "openbox", "unzip")) {
      assumeTrue(found(tool), "skipped: there is no " + tool + " on the PATH");
    }
    Path library = jdk.home().resolve("lib").resolve("libawt_xawt.so");
    assumeTrue(Files.exists(library), "skipped: " + jdk.home() + " is a Java without windows");
    Path compiler = jdk.home().resolve("bin").resolve("javac");
    assumeTrue(Files.exists(compiler), "skipped: " + jdk.home() + " has no compiler");
    Path pictures = Path.of("target", "explorer-pictures");
    Path log = Files.createDirectories(pictures).resolve("log.txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "src/screenshots/take.sh", pictures.toString());
    builder.environment().put("JAVA_HOME", jdk.home().toString());
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), () -> "hangs: " + text(log));
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    assertEquals(0, process.exitValue(), () -> text(log));
    for (String picture : List.of("options", "layers", "monitor", "graph")) {
      Path file = pictures.resolve("explorer-" + picture + ".png");
      assertTrue(Files.size(file) > 1000, file.toString());
    }
    assertTrue(text(log).contains("stopped after "), text(log));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
