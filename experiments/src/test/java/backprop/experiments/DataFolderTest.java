// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder stands for the data in it. */
final class DataFolderTest {
  @TempDir private Path top;
  private Path data;
  private Path file;

  @BeforeEach
  void files() throws IOException {
    data = Files.createDirectory(top.resolve("sets"));
    Commands.copy("iris.arff", data);
    Files.writeString(data.resolve("b.CSV"), "x,y\n1,a\n2,b\n3,a\n4,b\n");
    Files.writeString(data.resolve("notes.txt"), "not data");
    file = top.resolve("e.yaml");
    Files.writeString(
        file,
        """
        experiment: t
        data: [sets]
        evaluate: { cross-validation: 2 }
        metrics: [percent-correct]
        learners: { zero: weka.classifiers.rules.ZeroR, one: weka.classifiers.rules.OneR }
        output: { folder: out, reports: [console, csv] }
        """);
  }

  @Test
  void allOfItsDataAreTaken() throws IOException {
    Commands.Result result = Commands.run("run", file);
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains("2 data sets"), result.out());
    assertTrue(result.out().contains("Over all data sets: mean rank, mean"), result.out());
  }

  @Test
  void aFileBesideItsFolderStandsOnce() throws IOException {
    Commands.Result result = Commands.run("check", file, "--set", "data=[sets/iris.arff, sets]");
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains("2 data sets"), result.out());
  }

  @Test
  void anEmptyFolderIsRefused() throws IOException {
    Files.createDirectory(top.resolve("none"));
    Commands.Result result = Commands.run("check", file, "--set", "data=[none]");
    assertEquals(2, result.code(), result.out());
    assertTrue(result.err().contains("a folder with files that end in .arff"), result.err());
  }

  @Test
  void aLinkInItLeadsNoFurther() throws IOException {
    Path other = Files.createDirectory(top.resolve("mine"));
    Path moved = Files.copy(file, other.resolve("e.yaml"));
    Files.createDirectory(other.resolve("sets"));
    Files.createSymbolicLink(other.resolve("sets/iris.arff"), data.resolve("iris.arff"));
    Commands.Result result = Commands.run("check", moved);
    assertEquals(2, result.code(), result.out());
    assertTrue(result.err().contains("leads out of the experiment file's folder"), result.err());
  }
}
