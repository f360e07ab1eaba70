// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.file.ShellWord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs: results, records, exit codes. */
final class RunTest {
  private static final String SAMPLE = "backprop.experiments.run.SampleClassifier";
  private static final List<String> REPORTS =
      List.of("report.html", "junit.xml", "results.arff", "results.csv", "report.json");

  @TempDir private Path folder;

  @BeforeEach
  void data() {
    Commands.copy("iris.arff", folder);
    Commands.copy("cpu.arff", folder);
  }

  private Path file(String text) throws IOException {
    Path file = folder.resolve("e.yaml");
    Files.writeString(file, text);
    return file;
  }

  /** Two learners on iris, 4 cells each. */
  private Path two() throws IOException {
    return file(
        """
        experiment: t
        data: [iris.arff]
        evaluate: { cross-validation: 2, repeats: 2 }
        metrics: [percent-correct, log-loss]
        learners:
          forest: weka.classifiers.trees.RandomForest -I 5
          sample: { scheme: %s, options: { text: a } }
        rules:
          - { name: enough, on: end, expect: "best('forest').percentCorrect > 50" }
        output: { folder: out }
        """
            .formatted(SAMPLE));
  }

  private Map<String, String> results(String name) throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (String report : REPORTS) {
      // Measured times are never the same twice, and have a section of their own.
      String text = Files.readString(folder.resolve(name).resolve(report));
      results.put(report, text.replaceAll("(?s)<section class=\"measured\">.*?</section>", ""));
    }
    return results;
  }

  private List<String> records(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name).resolve("cells.jsonl"));
  }

  @Test
  void resultsDoNotDependOnTheNumberOfJobs() throws IOException {
    Path file = two();
    // The sample reports its number of threads, so it must not be left to the number of jobs.
    String threads = "learners.sample.options.threads=2";
    assertEquals(0, Commands.run("run", file, "--jobs", "1", "--set", threads).code());
    Map<String, String> one = results("out");
    assertEquals(0, Commands.run("run", file, "--jobs", "3", "--fresh", "--set", threads).code());
    assertEquals(one, results("out"));
    assertEquals(8, records("out").size());
  }

  @Test
  void neitherDoThoseOfTheNetworkWhichTakesItsThreadsFromThem() throws IOException {
    Path file =
        file(
            Files.readString(two())
                .replace("scheme: " + SAMPLE, "scheme: weka.classifiers.functions.BackpropNetwork")
                .replace("text: a", "layers: 'dense(8, relu), dropout(0.2)', epochs: 5"));
    assertEquals(0, Commands.run("run", file, "--jobs", "1").code());
    Map<String, String> one = results("out");
    assertEquals(0, Commands.run("run", file, "--jobs", "2", "--fresh").code());
    assertEquals(one, results("out"));
    assertTrue(one.get("results.csv").contains("BackpropNetwork"));
  }

  @Test
  void severalJobsLeaveOneThreadToEachUnlessTheFileSetsThreads() throws IOException {
    Path file = two();
    Commands.run("run", file, "--jobs", "2");
    assertTrue(times().contains("measureThreads,1.0"), times());
    Commands.run(
        "run", file, "--jobs", "2", "--fresh", "--set", "learners.sample.options.threads=3");
    assertTrue(times().contains("measureThreads,3.0"), times());
  }

  private String times() throws IOException {
    return Files.readString(folder.resolve("out/timings.csv"));
  }

  @Test
  void timesAreKeptApart() throws IOException {
    Commands.run("run", two());
    String times = Files.readString(folder.resolve("out/timings.csv"));
    assertTrue(times.contains("iris,forest,1,1,Elapsed_Time_training,"), times);
    assertTrue(times.contains("measureTrainingSeconds"), times);
    results("out")
        .forEach(
            (report, text) -> {
              assertFalse(text.contains("measureTrainingSeconds"), report);
              assertFalse(text.matches("(?s).*Elapsed_Time_training,?[^\\n]*\\n[^?]*"), report);
            });
    assertFalse(String.join("", records("out")).matches("(?s).*(Time|Seconds).*"));
  }

  @Test
  void finishedCellsAreNotTrainedAgain() throws IOException {
    Path file = two();
    Commands.run("run", file);
    List<String> before = records("out");
    Commands.Result again = Commands.run("run", file, "--resume");
    assertEquals(0, again.code());
    assertTrue(again.err().contains("all 8 cells have results in out already"), again.err());
    assertEquals(before, records("out"));
  }

  @Test
  void aChangedOptionInvalidatesItsOwnCells() throws IOException {
    Path file = two();
    Commands.run("run", file);
    Commands.Result again = Commands.run("run", file, "--set", "learners.sample.options.text=b");
    assertTrue(again.err().contains("going on: 4 of 8 cells have results in out"), again.err());
    assertEquals(12, records("out").size());
    assertFalse(results("out").get("results.csv").contains("-text a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"seed=2", "evaluate.cross-validation=4", "data.1={file: iris.arff, class: 1}"})
  void whatChangesEveryResultInvalidatesAllCells(String setting) throws IOException {
    Path file =
        file(
            Files.readString(two())
                .replace("percent-correct, log-loss", "rmse")
                .replaceAll("(?m)^rules:\\n.*\\n", ""));
    Commands.run("run", file, "--resume");
    Commands.Result again = Commands.run("run", file, "--resume", "--set", setting);
    assertTrue(again.err().contains("nothing to resume in out; all "), again.err());
    assertEquals(0, again.code());
  }

  @Test
  void changedDataInvalidateTheirOwnCells() throws IOException {
    Files.copy(folder.resolve("iris.arff"), folder.resolve("other.arff"));
    String text =
        Files.readString(folder.resolve("other.arff")).replace("@RELATION iris", "@RELATION other");
    Files.writeString(folder.resolve("other.arff"), text);
    Path file = file(Files.readString(two()).replace("[iris.arff]", "[iris.arff, other.arff]"));
    Commands.run("run", file);
    Files.writeString(folder.resolve("other.arff"), text + "5.1,3.5,1.4,0.2,Iris-setosa\n");
    Commands.Result again = Commands.run("run", file);
    assertTrue(again.err().contains("going on: 8 of 16 cells have results"), again.err());
  }

  @Test
  void aCutOffLastRecordIsDroppedAndItsCellRunsAgain() throws IOException {
    Path file = two();
    Commands.run("run", file);
    Map<String, String> whole = results("out");
    Path records = folder.resolve("out/cells.jsonl");
    byte[] bytes = Files.readAllBytes(records);
    int last = String.join("\n", records("out").subList(0, 7)).length() + 1;
    for (int end : new int[] {bytes.length - 1, bytes.length - 20, last + 1}) {
      Files.write(records, Arrays.copyOf(bytes, end));
      Commands.Result again = Commands.run("run", file, "--resume");
      assertEquals(0, again.code());
      assertEquals(
          1,
          again
              .err()
              .lines()
              .filter(l -> l.contains("line 8: the last record was cut off"))
              .count(),
          again.err());
      assertTrue(again.err().contains("going on: 7 of 8"), again.err());
      assertEquals(whole, results("out"));
      assertEquals(8, records("out").size());
    }
  }

  @Test
  void aDamagedRecordElsewhereIsAnErrorUntilFresh() throws IOException {
    Path file = two();
    Commands.run("run", file);
    Map<String, String> whole = results("out");
    Path path = folder.resolve("out/cells.jsonl");
    List<String> lines = new ArrayList<>(records("out"));
    lines.set(2, lines.get(2).replaceFirst("\"trainRows\":7", "\"trainRows\":8"));
    Files.write(path, lines);
    Commands.Result again = Commands.run("run", file, "--resume");
    assertEquals(2, again.code());
    assertEquals(
        "backprop: "
            + path
            + ", line 3: the record is damaged; delete the line to run its cell again,"
            + " or use --fresh to run all\n",
        again.err());
    lines.remove(2);
    Files.write(path, lines);
    assertEquals(0, Commands.run("run", file).code());
    assertEquals(whole, results("out"));
  }

  @Test
  void aFolderOfAnotherExperimentIsRefused() throws IOException {
    Path file = two();
    Commands.run("run", file);
    List<String> before = records("out");
    for (String flag : List.of("--resume", "--fresh", "--jobs=1")) {
      Commands.Result other = Commands.run("run", file, flag, "--set", "experiment=u");
      assertEquals(2, other.code());
      assertEquals(
          "backprop: "
              + file
              + ":10:19: the output folder 'out' holds results of the experiment 't', not of 'u';"
              + " name another folder\n",
          other.err());
    }
    assertEquals(before, records("out"));
  }

  @Test
  void aFolderWithOtherThingsIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("out"));
    Files.writeString(folder.resolve("out/thesis.tex"), "x");
    Commands.Result result = Commands.run("run", two(), "--fresh");
    assertEquals(2, result.code());
    assertTrue(
        result.err().contains("e.yaml:10:19: the output folder 'out' holds 'thesis.tex'"),
        result.err());
    assertEquals("x", Files.readString(folder.resolve("out/thesis.tex")));
  }

  @Test
  void anOutputFolderThatCannotBeWrittenIsRefused() throws IOException {
    Files.writeString(folder.resolve("out"), "a file");
    Commands.Result result = Commands.run("run", two());
    assertEquals(2, result.code());
    assertTrue(
        result.err().contains(":10:19: the output folder 'out' is a file, or lies in one"),
        result.err());
    Commands.Result inside = Commands.run("run", two(), "--set", "output.folder=/proc/nowhere");
    assertEquals(2, inside.code());
    assertTrue(
        inside.err().contains("the output folder '/proc/nowhere' cannot be written: "),
        inside.err());
  }

  @Test
  void aSecondRunnerOnTheSameFolderIsRefused() throws IOException {
    Path file = two();
    Commands.run("run", file);
    try (FileChannel lock =
        FileChannel.open(folder.resolve("out/.lock"), StandardOpenOption.WRITE)) {
      lock.lock();
      Commands.Result result = Commands.run("run", file);
      assertEquals(2, result.code());
      assertTrue(
          result.err().contains("another runner is working in the output folder 'out'"),
          result.err());
    }
    assertEquals(0, Commands.run("run", file).code());
  }

  @Test
  void aFailedCellIsRecordedAndTheOthersGoOn() throws IOException {
    Path file = file(Files.readString(two()).replace("text: a", "failing: true"));
    Commands.Result result = Commands.run("run", file);
    assertEquals(3, result.code());
    assertTrue(
        result
            .err()
            .contains(
                "failed: sample on iris, repeat 1, fold 1: IllegalStateException: told to fail\n"),
        result.err());
    assertEquals(8, records("out").size());
    assertEquals(4, records("out").stream().filter(l -> l.contains("\"error\":null")).count());
    Commands.Result again = Commands.run("run", file, "--resume");
    assertEquals(3, again.code());
    assertTrue(again.err().contains("going on: 4 of 8"), again.err());
  }

  @ParameterizedTest
  @CsvSource({
    "best('forest').percentCorrect > 50, error, 0",
    "best('forest').percentCorrect > 101, error, 1",
    "best('forest').percentCorrect > 101, warning, 0",
    "best('forest').percentCorrect > 101, info, 0"
  })
  void gatesDecideTheExitCode(String expression, String level, int code) throws IOException {
    Path file =
        file(
            Files.readString(two())
                .replace(
                    "best('forest').percentCorrect > 50\"", expression + "\", level: " + level));
    assertEquals(code, Commands.run("run", file).code());
  }

  @Test
  void aGateAboutWhatWasLeftOutIsInconclusive() throws IOException {
    Commands.Result result = Commands.run("run", two(), "--only", "sample");
    assertEquals(4, result.code(), result.out());
    assertEquals(4, records("out").size());
  }

  @Test
  void aDryRunTouchesNothing() throws IOException {
    Commands.Result result = Commands.run("run", two(), "--dry-run");
    assertEquals(0, result.code());
    assertTrue(result.out().contains("= 8 cells"), result.out());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void explainSaysWhichRuleForbidsWhat() throws IOException {
    Path file =
        file(
            Files.readString(two())
                .replace("options: { text: a }", "vary: { text: [a, b] }")
                .replace(
                    "rules:\n",
                    "rules:\n  - { name: no b, on: space, if: \"text == 'b'\", then: forbid }\n"));
    Commands.Result result = Commands.run("explain", file);
    assertEquals(0, result.code(), result.err());
    assertTrue(
        result.out().matches("(?s).*sample\\[text=b\\] +forbidden by 'no b'\\n.*"), result.out());
    assertTrue(result.out().contains("2 configurations (1 forbidden)"), result.out());
  }

  @Test
  void regressionSplitsCsvAndTestFilesWork() throws IOException {
    StringBuilder csv = new StringBuilder("x,color,y\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i).append(i % 2 == 0 ? ",red," : ",blue,").append(3 * i + i % 2).append('\n');
    }
    Files.writeString(folder.resolve("line.csv"), csv);
    Files.writeString(folder.resolve("test.csv"), "x,color,y\n100,blue,301\n200,red,600\n");
    Path file =
        file(
            """
            experiment: t
            data: [line.csv]
            evaluate: { split: 75%, repeats: 3 }
            metrics: [rmse, correlation]
            learners: { line: weka.classifiers.functions.LinearRegression }
            rules: [ { name: exact, on: end, expect: "best('line').correlation > 0.999" } ]
            output: { folder: out }
            """);
    Commands.Result result = Commands.run("run", file);
    assertEquals(0, result.code(), result.err() + result.out());
    assertEquals(3, records("out").size());
    assertTrue(records("out").get(0).contains("\"trainRows\":30,\"testRows\":10"));
    Commands.Result test =
        Commands.run("run", file, "--fresh", "--set", "evaluate={test: test.csv}");
    assertEquals(0, test.code(), test.err() + test.out());
    assertTrue(records("out").get(0).contains("\"trainRows\":40,\"testRows\":2"));
    Commands.Result labels =
        Commands.run(
            "run",
            file,
            "--fresh",
            "--set",
            "data.1={file: line.csv, class: color}",
            "--set",
            "metrics=[kappa]",
            "--set",
            "rules=[]",
            "--set",
            "learners.line=weka.classifiers.trees.J48");
    assertEquals(0, labels.code(), labels.err());
  }

  @Test
  void aTestPartWithoutAClassIsAFailureAndNotAPerfectKappa() throws IOException {
    // Three of ten rows have a class: of ten folds at least seven test on none.
    Files.writeString(
        folder.resolve("few.arff"),
        "@relation few\n@attribute x numeric\n@attribute c {a,b}\n@data\n1,a\n2,b\n3,a\n"
            + "4,?\n".repeat(7));
    Path file =
        file(
            """
            experiment: t
            data: [few.arff]
            evaluate: { cross-validation: 10 }
            metrics: [kappa]
            learners: { zero: weka.classifiers.rules.ZeroR }
            output: { folder: out, reports: [json] }
            """);
    Commands.Result result = Commands.run("run", file);
    assertEquals(3, result.code(), result.err());
    List<String> failed =
        records("out").stream()
            .filter(line -> line.contains("the class is missing in all 1 test rows"))
            .toList();
    assertEquals(7, failed.size(), result.err());
  }

  @Test
  void configurationsThatWekaCannotTellApartStandOnceInItsFile() throws IOException {
    Path file =
        file(
            """
            experiment: t
            data: [iris.arff]
            evaluate: { cross-validation: 2 }
            metrics: [kappa]
            learners: { a: weka.classifiers.trees.J48, b: weka.classifiers.trees.J48 -C 0.25 }
            output: { folder: out, reports: [arff, csv] }
            """);
    Commands.Result result = Commands.run("run", file);
    assertEquals(0, result.code(), result.err());
    assertTrue(result.err().contains("'a' and 'b' are the same scheme"), result.err());
    String arff = Files.readString(folder.resolve("out/results.arff"));
    assertEquals(2, arff.substring(arff.indexOf("@data")).lines().count() - 1);
    String csv = Files.readString(folder.resolve("out/results.csv"));
    assertEquals(4, csv.lines().filter(line -> line.startsWith("iris,")).count(), csv);
  }

  @Test
  void aByteOrderMarkIsNoPartOfAName() throws IOException {
    Files.writeString(
        folder.resolve("mark.csv"), "\uFEFFlabel,x\n" + "p,1\nq,2\np,1\nq,2\n".repeat(3));
    Path file =
        file(
            """
            experiment: t
            data: [ { file: mark.csv, class: label } ]
            evaluate: { cross-validation: 2 }
            metrics: [kappa]
            learners: { a: weka.classifiers.trees.J48 }
            output: { folder: out }
            """);
    Commands.Result result = Commands.run("check", file);
    assertEquals(0, result.code(), result.err());
  }

  @Test
  void theCommandThatGoesOnIsQuoted() {
    assertEquals("e.yaml", ShellWord.of("e.yaml"));
    assertEquals("'my files/it'\\''s.yaml'", ShellWord.of("my files/it's.yaml"));
    assertEquals("'a$b'", ShellWord.of("a$b"));
    assertEquals("''", ShellWord.of(""));
  }

  @Test
  void aNumericClassCanBeReadAsLabels() throws IOException {
    Files.writeString(
        folder.resolve("n.csv"), "x,y\n" + "1,0\n2,0\n3,0\n7,1\n8,1\n9,1\n".repeat(4));
    Path file =
        file(
            """
            experiment: t
            data: [ { file: n.csv, class-type: nominal } ]
            evaluate: { cross-validation: 2 }
            metrics: [percent-correct]
            learners: { tree: weka.classifiers.trees.J48 }
            rules: [ { name: all, on: end, expect: "best('tree').percentCorrect == 100.0" } ]
            output: { folder: out }
            """);
    Commands.Result result = Commands.run("run", file);
    assertEquals(0, result.code(), result.err() + result.out());
  }
}
