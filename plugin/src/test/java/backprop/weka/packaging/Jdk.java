// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Java installation that the package is tried on.
 *
 * @param feature feature version, such as 17
 * @param home its folder, which holds {@code bin/java}
 */
record Jdk(int feature, Path home) {

  /** Oldest feature version that the package promises to run on. */
  private static final int OLDEST = 17;

  Path java() {
    return home.resolve("bin").resolve(File.separatorChar == '\\' ? "java.exe" : "java");
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }

  /**
   * The running Java first, then one of each other feature version from 17 up: of the homes that
   * the environment variable BACKPROP_TEST_JDKS lists, or else of those in the place where Linux
   * distributions put them.
   */
  static List<Jdk> all() {
    Map<Integer, Jdk> others = new TreeMap<>();
    for (Path home : candidates()) {
      int feature = featureOf(home);
      if (feature >= OLDEST && feature != Runtime.version().feature()) {
        others.putIfAbsent(feature, new Jdk(feature, home));
      }
    }
    List<Jdk> all = new ArrayList<>();
    all.add(new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home"))));
    all.addAll(others.values());
    return all;
  }

  private static List<Path> candidates() {
    String listed = System.getenv("BACKPROP_TEST_JDKS");
    if (listed != null) {
      return Arrays.stream(listed.split(File.pathSeparator))
          .filter(home -> !home.isBlank())
          .map(Path::of)
          .toList();
    }
    Path usual = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(usual)) {
      return List.of();
    }
    try (Stream<Path> homes = Files.list(usual)) {
      return homes.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Feature version that the file {@code release} of a Java home tells, or 0 if it is none. */
  private static int featureOf(Path home) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
      return 0;
    }
    Properties properties = new Properties();
    try (Reader reader =
        new InputStreamReader(Files.newInputStream(release), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
    return version.startsWith("1.") ? 8 : Runtime.Version.parse(version).feature();
  }
}
