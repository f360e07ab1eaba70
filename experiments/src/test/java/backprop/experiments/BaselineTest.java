// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are held against a baseline. */
final class BaselineTest {
  private static final String FILE =
      """
      experiment: t
      data: [iris.arff]
      evaluate: { cross-validation: 5 }
      metrics: [percent-correct, kappa]
      learners:
        tree:
          scheme: weka.classifiers.trees.J48
          options: { minNumObj: 2 }
        bayes: weka.classifiers.bayes.NaiveBayes
      rules:
        - { name: no drop, on: end, expect: "against(baseline).drop('kappa') <= 0.02" }
        - { name: no regression, on: end, expect: "!against(baseline).regressed('kappa', 0.05)" }
      baseline: kept/iris.json
      output: { folder: out, reports: [console] }
      """;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    Commands.copy("iris.arff", folder);
    file = folder.resolve("e.yaml");
    Files.writeString(file, FILE);
  }

  private static void expect(int code, String part, Commands.Result result) {
    String text = (result.out() + result.err()).replaceAll("\\s+", " ");
    assertTrue(text.contains(part), text);
    assertEquals(code, result.code(), result.out() + result.err());
  }

  @Test
  void itIsWrittenHeldAgainstAndUpdated() throws IOException {
    expect(4, "there is no baseline 'kept/iris.json' yet", Commands.run("run", file));
    Commands.Result made = Commands.run("run", file, "--update-baseline");
    expect(0, "the baseline 'kept/iris.json' is written; review and commit it", made);
    Path kept = folder.resolve("kept/iris.json");
    JsonNode json = new ObjectMapper().readTree(Files.readString(kept));
    assertEquals("5-fold cross-validation, repeats 1, seed 1", json.path("evaluation").asText());
    for (String part : List.of("file", "fileChecksum", "version", "java", "system", "written")) {
      assertFalse(json.path("provenance").path(part).asText().isEmpty(), part);
    }
    JsonNode kappa = json.at("/dataSets/iris/learners/tree/metrics/kappa");
    assertEquals(5, kappa.path("values").size());
    assertTrue(kappa.path("mean").asDouble() > 0.85, kappa.toString());
    try (Stream<Path> all = Files.list(folder.resolve("kept"))) {
      assertEquals(1, all.count(), "nothing is left aside");
    }
    expect(0, "2 of 2 gates passed", Commands.run("run", file));

    // A tree that cannot grow: the gates see it, and an update accepts it.
    String stunted = "learners.tree.options.minNumObj=60";
    Commands.Result worse = Commands.run("run", file, "--set", stunted);
    expect(1, "0 of 2 gates passed", worse);
    assertTrue(worse.out().contains("was 0."), worse.out());
    assertEquals(0, Commands.run("run", file, "--set", stunted, "--update-baseline").code());
    expect(0, "2 of 2 gates passed", Commands.run("run", file, "--set", stunted));
    // What was worse then is better now.
    expect(0, "2 of 2 gates passed", Commands.run("run", file));
  }

  @Test
  void whatDoesNotMatchIsInconclusive() throws IOException {
    assertEquals(0, Commands.run("run", file, "--update-baseline").code());
    expect(
        4,
        "was made by 5-fold cross-validation, repeats 1, seed 1,",
        Commands.run("run", file, "--set", "evaluate.repeats=2"));
    expect(4, "seed 2", Commands.run("run", file, "--set", "seed=2"));
    expect(4, "no configuration of \"bayes\"", Commands.run("run", file, "--only", "tree"));
    Path data = folder.resolve("iris.arff");
    Files.writeString(data, Files.readString(data) + "5,3,1,0.2,Iris-setosa\n");
    expect(4, "the data set 'iris' has changed since", Commands.run("run", file));
  }

  @Test
  void aFailingGateOrCellKeepsTheOldBaseline() throws IOException {
    Path kept = folder.resolve("kept/iris.json");
    Files.writeString(
        file,
        FILE.replace(
            "baseline: kept",
            "  - { name: perfect, on: end, expect: \"best('tree').kappa == 1.0\" }\n"
                + "baseline: kept"));
    expect(
        1,
        "is not updated: the gate 'perfect' fails",
        Commands.run("run", file, "--update-baseline"));
    assertFalse(Files.exists(kept));
  }

  @Test
  void wrongBaselinesAreRefused() throws IOException {
    Path kept = folder.resolve("kept/iris.json");
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "{\n  \"format\": 1,,\n}");
    expect(
        2,
        file + ":13:11: kept/iris.json:2:15: the baseline is not JSON",
        Commands.run("run", file));
    Files.writeString(kept, "{}");
    expect(2, "kept/iris.json:1:1: this is no baseline of format 1", Commands.run("run", file));
    Files.writeString(
        kept,
        "{\"format\":1,\"dataSets\":{\"iris\":{\"learners\":{\"tree\":{\"metrics\":{\"kappa\":"
            + "{\"values\":[\"high\"]}}}}}}}");
    expect(
        2,
        "values of 'kappa' of 'tree' must be numbers, found \"high\"",
        Commands.run("run", file));
    Files.writeString(file, FILE.replace("baseline: kept/iris.json\n", ""));
    expect(
        2,
        ":11:40: rule \"no drop\": the experiment file names no baseline; add 'baseline: FILE'",
        Commands.run("check", file));
    Files.writeString(file, FILE.replaceAll("(?s)rules:.*baseline: kept/iris.json\n", ""));
    expect(2, "--update-baseline needs a file", Commands.run("run", file, "--update-baseline"));
    Files.writeString(file, FILE);
    Files.delete(kept);
    expect(
        2,
        "--update-baseline needs the whole experiment",
        Commands.run("run", file, "--update-baseline", "--only", "tree"));
  }

  @Test
  void mistakesInTheExpressionHaveTheirPlace() throws IOException {
    Files.writeString(file, FILE.replace("drop('kappa')", "drop('kapa')"));
    expect(2, ":11:63: rule \"no drop\": unknown metric \"kapa\"", Commands.run("check", file));
    Files.writeString(file, FILE.replace("drop('kappa')", "drop('kappa', 'three')"));
    expect(2, "unknown learner \"three\"; did you mean 'tree'?", Commands.run("check", file));
    Files.writeString(file, FILE.replace("against(baseline)", "against('b.json')"));
    expect(2, "no matching overload for 'against'", Commands.run("check", file));
    Files.writeString(file, FILE.replace("'kappa', 0.05", "'kappa', 5.0"));
    expect(2, "a level of significance lies between 0 and 0.5", Commands.run("check", file));
  }
}
