// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Weka in a JVM of its own, with a private Weka home and the class path that a user of plain Weka
 * has: nothing of ours is on it.
 */
final class WekaProcess {

  private static final long LIMIT_SECONDS = 120;

  private final Jdk jdk;
  private final Path home;
  private final String classPath;

  /**
   * @param jdk the Java to run on
   * @param home the private Weka home; its parent exists
   */
  WekaProcess(Jdk jdk, Path home) throws IOException {
    this(jdk, home, Files.readString(Path.of("target", "weka-class-path.txt")).strip());
  }

  private WekaProcess(Jdk jdk, Path home, String classPath) {
    this.jdk = jdk;
    this.home = home;
    this.classPath = classPath;
  }

  /** Weka of the stable branch in the place of the one that the build compiles against. */
  static WekaProcess stable(Jdk jdk, Path home) throws IOException {
    String dev = new WekaProcess(jdk, home).classPath;
    Path stable = Path.of("target", "weka-stable", "weka-stable.jar").toAbsolutePath();
    String path =
        Stream.concat(
                Stream.of(stable.toString()),
                Arrays.stream(dev.split(File.pathSeparator)).filter(p -> !p.contains("weka-dev")))
            .collect(Collectors.joining(File.pathSeparator));
    return new WekaProcess(jdk, home, path);
  }

  /**
   * What a process left.
   *
   * @param exit exit code
   * @param text what it printed, on either stream
   */
  record Outcome(int exit, String text) {}

  /** Runs a class of Weka. */
  Outcome run(String mainClass, String... arguments) throws IOException, InterruptedException {
    return start(classPath, mainClass, arguments);
  }

  /** Runs a class of this module's tests, with Weka on the class path but none of our main code. */
  Outcome runTestClass(Class<?> mainClass, String... arguments)
      throws IOException, InterruptedException {
    String tests = Path.of("target", "test-classes").toAbsolutePath().toString();
    return start(tests + File.pathSeparator + classPath, mainClass.getName(), arguments);
  }

  private Outcome start(String path, String mainClass, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.add("-Djava.awt.headless=true");
    command.add("-Dweka.packageManager.offline=true");
    command.add("-cp");
    command.add(path);
    command.add(mainClass);
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(home.getParent(), "weka", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("WEKA_HOME", home.toString());
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(
          "no end after " + LIMIT_SECONDS + " s: " + command + "\n" + Files.readString(output));
    }
    return new Outcome(process.exitValue(), Files.readString(output));
  }
}
