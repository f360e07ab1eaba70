// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files from somebody else lead nowhere that the user did not allow. */
final class AllowedPathsTest {
  @TempDir private Path top;
  private Path folder;
  private Path outside;

  @BeforeEach
  void folders() throws IOException {
    folder = Files.createDirectory(top.resolve("mine"));
    outside = Files.createDirectory(top.resolve("other"));
    Commands.copy("iris.arff", folder);
    Commands.copy("iris.arff", outside);
  }

  private Path file(String data, String evaluate, String out) throws IOException {
    Path file = folder.resolve("e.yaml");
    Files.writeString(
        file,
        """
        experiment: t
        data: [%s]
        evaluate: { %s }
        metrics: [percent-correct]
        learners: { zero: weka.classifiers.rules.ZeroR }
        output: { folder: %s, reports: [csv] }
        """
            .formatted(data, evaluate, out));
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "../other/iris.arff, split: 66%, out, 2:8: 'data[1]'",
    "/etc/passwd, split: 66%, out, 2:8: 'data[1]'",
    "iris.arff, test: ../other/iris.arff, out, 3:19: 'evaluate.test'",
    "iris.arff, split: 66%, ../other/out, 6:19: 'output.folder'",
    "iris.arff, split: 66%, sub/../../other, 6:19: 'output.folder'",
  })
  void pathsOutsideAreRefused(String data, String evaluate, String out, String where)
      throws IOException {
    Commands.Result result = Commands.run("run", file(data, evaluate, out));
    assertEquals(2, result.code(), result.out());
    assertTrue(
        result.err().contains(where + " leads out of the experiment file's folder, to '"),
        result.err());
    assertTrue(result.err().contains("; allow it with --allow-path "), result.err());
    assertFalse(Files.exists(outside.resolve("out")));
  }

  @Test
  void linksAreFollowedBeforeJudging() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), outside);
    Commands.Result read = Commands.run("check", file("link/iris.arff", "split: 66%", "out"));
    assertEquals(2, read.code());
    assertTrue(read.err().contains("'data[1]' leads out of"), read.err());
    Commands.Result write = Commands.run("run", file("iris.arff", "split: 66%", "link/out"));
    assertEquals(2, write.code());
    assertFalse(Files.exists(outside.resolve("out")));
  }

  @Test
  void theUserMayAllowThem() throws IOException {
    Path file = file("../other/iris.arff", "split: 66%", "../other/out");
    assertEquals(2, Commands.run("run", file, "--allow-path", folder).code());
    Commands.Result result = Commands.run("run", file, "--allow-path", outside);
    assertEquals(0, result.code(), result.err());
    assertTrue(Files.exists(outside.resolve("out/results.csv")));
  }

  @Test
  void whatTheUserWritesOnTheCommandLineIsTheUsersOwn() throws IOException {
    Path file = file("iris.arff", "split: 66%", "out");
    Commands.Result result =
        Commands.run("run", file, "--set", "output.folder=" + outside.resolve("out"));
    assertEquals(0, result.code(), result.err());
  }
}
