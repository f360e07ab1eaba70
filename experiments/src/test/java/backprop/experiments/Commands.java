// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.run.WekaHome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Runs the command in this process or in one of its own. */
final class Commands {
  static {
    WekaHome.prepare();
  }

  private Commands() {}

  /** What a command did. */
  record Result(int code, String out, String err) {}

  /** Runs the command in this process. */
  static Result run(Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
      int code = Main.run(List.of(arguments).stream().map(Object::toString).toArray(String[]::new));
      return new Result(
          code,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** The start of a command line that runs the command in a process of its own. */
  static List<String> java(Object... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx512m", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add(Main.class.getName());
    List.of(arguments).forEach(argument -> line.add(argument.toString()));
    return line;
  }

  /** Starts a process whose output goes to a file in its folder. */
  static Process start(Path folder, List<String> line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.directory(folder.toFile());
    builder
        .environment()
        .put("WEKA_HOME", Path.of("target", "weka-home").toAbsolutePath().toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve("process.log").toFile()));
    return builder.start();
  }

  /** Copies a data set of the tests. */
  static void copy(String name, Path folder) {
    try (InputStream in = Commands.class.getResourceAsStream("/data/" + name)) {
      Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
