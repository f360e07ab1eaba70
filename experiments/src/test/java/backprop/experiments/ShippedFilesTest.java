// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The experiment files that come with the project. */
final class ShippedFilesTest {
  private static final Path FILES = Path.of("files");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(FILES)) {
      return all.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void areValid(Path file) throws IOException {
    List<Object> command = new ArrayList<>(List.of("check", file));
    // The module of this classifier, which the usual build leaves out, checks the files as they
    // are.
    Matcher boosting =
        Pattern.compile("(?m)^  \"?([^\"\n]*)\"?: weka.classifiers.trees.XGBoost( .*)?$")
            .matcher(Files.readString(file));
    while (boosting.find()) {
      command.add("--set");
      command.add("learners." + boosting.group(1) + "=weka.classifiers.trees.REPTree");
    }
    Commands.Result result = Commands.run(command.toArray());
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains(" is valid: "), result.out());
  }

  @Test
  void aGateThatCannotPassFails(@TempDir Path folder) throws IOException {
    Commands.Result result =
        Commands.run(
            "run",
            FILES.resolve("must-fail.yaml"),
            "--set",
            "output.folder=" + folder.resolve("out"));
    assertEquals(1, result.code(), result.err());
    assertTrue(result.out().contains("FAIL"), result.out());
    assertTrue(result.out().contains("1 of 2 gates passed"), result.out());
    String page = Files.readString(folder.resolve("out/report.html"));
    assertTrue(
        page.contains(
            "<p class=\"claim\"><code>best(&#39;majority&#39;).percentCorrect &gt;= 90.0"),
        "the page states what had to hold");
  }

  @ParameterizedTest
  @ValueSource(strings = {"racing.yaml", "halving.yaml"})
  void searchesRunFewerCellsThanAGrid(String name, @TempDir Path folder) throws IOException {
    Path out = folder.resolve("out");
    Commands.Result result =
        Commands.run("run", FILES.resolve(name), "--jobs", "2", "--set", "output.folder=" + out);
    assertEquals(0, result.code(), result.out() + result.err());
    String firings =
        Files.exists(out.resolve("firings.jsonl"))
            ? Files.readString(out.resolve("firings.jsonl"))
            : "";
    String report = Files.readString(out.resolve("report.json"));
    assertTrue(report.contains(name.equals("racing.yaml") ? "race dropped" : "halving dropped"));
    assertEquals(name.equals("racing.yaml"), firings.contains("\"drop\""), firings);
  }

  @Test
  void theShippedBaselineHolds(@TempDir Path folder) {
    Commands.Result result =
        Commands.run(
            "run",
            FILES.resolve("baseline.yaml"),
            "--set",
            "output.folder=" + folder.resolve("out"));
    assertEquals(0, result.code(), result.out() + result.err());
    assertTrue(result.out().contains("3 of 3 gates passed"), result.out());
  }

  @Test
  void theExampleOfTheReadmeIsValid(@TempDir Path folder) throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```yaml\n") + "```yaml\n".length();
    String example = readme.substring(start, readme.indexOf("```", start));
    Files.createDirectory(folder.resolve("data"));
    Files.copy(FILES.resolve("data/diabetes.arff"), folder.resolve("data/credit-g.arff"));
    Files.writeString(folder.resolve("data/sick.csv"), "x,outcome\n" + "1,0\n2,1\n".repeat(10));
    Files.createDirectory(folder.resolve("baselines"));
    Path file = folder.resolve("credit.yaml");
    Files.writeString(file, example);
    Commands.Result result = Commands.run("check", file);
    assertEquals(0, result.code(), result.err());
  }
}
