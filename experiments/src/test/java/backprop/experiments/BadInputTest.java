// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can be wrong in a file: one sentence with its place, exit code 2, nothing ran.
 */
final class BadInputTest {
  private static final String GOOD =
      """
      experiment: t
      seed: 1
      data: [iris.arff]
      evaluate: { cross-validation: 2 }
      metrics: [percent-correct]
      learners:
        tree:
          scheme: weka.classifiers.trees.J48
          options: { minNumObj: 3 }
      output: { folder: out, reports: [json] }
      """;

  private static final String LEARNER =
      "    scheme: weka.classifiers.trees.J48\n    options: { minNumObj: 3 }\n";

  @TempDir private Path folder;

  private static Arguments bad(String from, String to, String sentence) {
    return Arguments.of(from, to, sentence);
  }

  private static Arguments network(String options, String sentence) {
    return Arguments.of(
        LEARNER,
        "    scheme: weka.classifiers.functions.BackpropNetwork\n    options: { "
            + options
            + " }\n",
        sentence);
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        network("layers: 'dense(8), desne(4)'", "desne"),
        network(
            "layers: 'dense(8), residual(dense(4))'",
            "learner 'tree' cannot be trained on the data set 'iris.arff': option -layers: layer"),
        network("optimizer: adam(rate=-1)", "9:"),
        network("epochs: many", "9:"),
        network("validation: 100", "9:"),
        network("loss: cross-entropi", "did you mean"),
        network("backend: cuda", "backend"),
        network("class-weights: '1,2'", "-class-weights"));
  }

  @ParameterizedTest
  @MethodSource
  void networks(String from, String to, String sentence) throws IOException {
    writeData();
    Path file = folder.resolve("e.yaml");
    Files.writeString(file, GOOD.replace(from, to));
    Commands.Result result = Commands.run("run", file);
    assertTrue(result.err().startsWith("backprop: " + file + ":"), result.err());
    assertTrue(result.err().contains(sentence), result.err());
    assertEquals(1, result.err().strip().lines().count(), result.err());
    assertEquals(2, result.code());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  static Stream<Arguments> top() {
    return Stream.of(
        bad(
            "seed:",
            "sead:",
            "2:1: unknown key 'sead' in the experiment file; did you mean 'seed'?"),
        bad("seed: 1", "seed: one", "2:7: 'seed' must be a whole number, found 'one'"),
        bad("seed: 1", "seed: 1.5", "2:7: 'seed' must be a whole number, found '1.5'"),
        bad("seed: 1", "experiment: u", "2:1: the key 'experiment' stands twice"),
        bad("experiment: t\n", "", "1:1: the experiment file lacks 'experiment'"),
        bad("experiment: t", "experiment:", "1:12: 'experiment' must be text, found nothing"),
        bad("experiment: t", "experiment: [t]", "1:13: 'experiment' must be text, found a list"),
        bad(
            "experiment: t",
            "experiment: ' '",
            "1:13: 'experiment' must be text that is not blank"),
        bad("seed: 1", "seed: [1", "3:5: not valid YAML: expected ',' or ']', but got"),
        bad(
            "seed: 1",
            "seed: !!java.io.File x",
            "2:7: the tag 'tag:yaml.org,2002:java.io.File' is not allowed"),
        bad("seed: 1", "seed: &a [*a]", "2:7: an alias stands inside of its own anchor"),
        bad("seed: 1", "? [a]\n: 1", "2:3: a key must be text"),
        bad("output:", "---\noutput:", "11:1: one document is allowed, a second starts here"),
        bad(
            "output:",
            "baseline: b.json\noutput:",
            "10:11: b.json:1:2: the baseline is not JSON: "),
        bad(
            "folder: out",
            "foldr: out",
            "10:11: unknown key 'foldr' in 'output'; did you mean 'folder'?"),
        bad(
            "folder: out",
            "folder: out, save-best: ../b",
            "10:35: 'output.save-best' must be a file inside of the output folder, such as"
                + " best.model"),
        bad(
            "[json]",
            "[jdbc]",
            "10:33: jdbc needs the database, such as jdbc(url=jdbc:h2:./results)"),
        bad(
            "[json]",
            "['jdbc(uri=jdbc:h2:x)']",
            "10:33: jdbc takes url, user, password-variable as name=value, found 'uri'"),
        bad(
            "[json]",
            "['jdbc(url=jdbc:none:x)']",
            "10:33: there is no JDBC driver for the database 'jdbc:none:x'"),
        bad("[json]", "[jason]", "10:33: unknown report \"jason\""),
        bad("[json]", "[json, json]", "10:40: the report 'json' stands twice"));
  }

  static Stream<Arguments> data() {
    return Stream.of(
        bad("[iris.arff]", "iris.arff", "3:7: 'data' must be a list, found 'iris.arff'"),
        bad("[iris.arff]", "[]", "3:7: 'data' must be a list with at least one item"),
        bad("iris.arff", "irs.arff", "3:8: there is no data file 'irs.arff'"),
        bad("iris.arff", "iris.txt", "3:8: the data file 'iris.txt' has no known ending"),
        bad("iris.arff", "bad.arff", "3:8: the data file 'bad.arff:5' cannot be parsed: "),
        bad("iris.arff", "bad.csv", "3:8: the data file 'bad.csv:3' cannot be parsed: "),
        bad("iris.arff", "empty.csv", "3:8: the data file 'empty.csv' "),
        bad("iris.arff", "norows.arff", "3:8: the data file 'norows.arff' holds no rows"),
        bad(
            "iris.arff",
            "noclass.arff",
            "3:8: the class 'c' of 'noclass.arff' is missing in every row"),
        bad(
            "iris.arff",
            "infinite.arff",
            "3:8: row 2 of 'infinite.arff' has an infinite value in the attribute 'x'"),
        bad(
            "iris.arff",
            "text.arff",
            "7:3: learner 'tree' cannot be trained on the data set 'text.arff': Cannot handle"
                + " string attributes"),
        bad(
            "iris.arff",
            "textclass.arff",
            "3:8: the class 's' of 'textclass.arff' must be nominal or numeric, found string"),
        bad(
            "iris.arff",
            "cpu.arff",
            "5:11: the metric 'percent-correct' needs a nominal class, 'class' of the data set"
                + " 'cpu.arff' is numeric"),
        bad("iris.arff", "iris.arff, iris.arff", "3:19: the data set 'iris.arff' stands twice"),
        bad(
            "iris.arff",
            "{ file: iris.arff, class: petalwidht }",
            "3:34: the data set 'iris.arff' has no attribute 'petalwidht'; did you mean"
                + " 'petalwidth'?"),
        bad(
            "iris.arff",
            "{ file: iris.arff, class: 6 }",
            "3:34: the class of 'iris.arff' must be an attribute from 1 to 5, found 6"),
        bad(
            "iris.arff",
            "{ file: iris.arff, clas: 5 }",
            "3:27: unknown key 'clas' in 'data[1]'; did you mean 'class'?"),
        bad("iris.arff", "{ class: 5 }", "3:8: 'data[1]' lacks 'file'"),
        bad(
            "iris.arff",
            "{ file: iris.arff, class-type: word }",
            "3:39: 'data[1].class-type' must be 'nominal'"),
        bad(
            "{ cross-validation: 2 }",
            "{ cross-validation: 1 }",
            "4:31: 'evaluate.cross-validation' must be a whole number from 2 to 1000000, found"
                + " '1'"),
        bad(
            "cross-validation: 2",
            "cross-validation: 151",
            "4:31: 151 folds need at least 151 rows, the data set 'iris.arff' has 150"),
        bad(
            "cross-validation: 2",
            "split: 66%, test: iris.arff",
            "4:11: 'evaluate' needs exactly one of cross-validation, split and test, found 2"),
        bad(
            "cross-validation: 2",
            "split: 0.66",
            "4:20: 'evaluate.split' must be the percentage that trains"),
        bad(
            "cross-validation: 2",
            "split: 99.9%",
            "4:20: a split of 99.9% leaves less than one of the 150 rows of the data set"
                + " 'iris.arff' for testing"),
        bad(
            "data: [iris.arff]\nevaluate: { cross-validation: 2 }",
            "data: [known.arff]\nevaluate: { test: noclass.arff }",
            "4:19: the class 'c' of the test file 'noclass.arff' is missing in every row"),
        bad(
            "iris.arff",
            "semicolons.csv",
            "3:8: the data file 'semicolons.csv' has one column, 'x;y'; columns must be separated"
                + " by commas"),
        bad(
            "iris.arff",
            "bad.csv",
            "3:8: the data file 'bad.csv:3' cannot be parsed: more values than the 2 columns of the"
                + " header\n"),
        bad(
            "iris.arff",
            "short.csv",
            "3:8: the data file 'short.csv:3' cannot be parsed: wrong number of values. Read 1,"
                + " expected 2\n"),
        bad(
            "cross-validation: 2",
            "cross-validation: 2, repeats: 0",
            "4:43: 'evaluate.repeats' must be a whole number"),
        bad(
            "cross-validation: 2",
            "test: cpu.arff",
            "4:19: the test file 'cpu.arff' has 7 attributes, 'iris.arff' has 5"),
        bad(
            "cross-validation: 2",
            "test: othertest.csv",
            "4:19: row 1 of the test file 'othertest.csv' has the label 'Iris-other' for 'class',"
                + " which the training data lack"),
        bad("percent-correct", "percent-corect", "5:11: unknown metric \"percent-corect\""),
        bad(
            "percent-correct",
            "kappa, training-time",
            "5:18: the metric 'training-time' is measured and no run repeats it; see timings.csv"),
        bad("percent-correct", "kappa, kappa", "5:18: the metric 'kappa' stands twice"),
        bad(
            "percent-correct",
            "rmse, correlation",
            "5:17: the metric 'correlation' needs a numeric class"));
  }

  static Stream<Arguments> learners() {
    return Stream.of(
        bad(
            "trees.J48",
            "trees.J84",
            "8:13: learner 'tree': there is no class 'weka.classifiers.trees.J84'; did you mean"
                + " 'weka.classifiers.trees.J48'?"),
        bad(
            "weka.classifiers.trees.J48",
            "weka.core.Instances",
            "8:13: learner 'tree': the class 'weka.core.Instances' is no Classifier of Weka"),
        bad(
            "weka.classifiers.trees.J48",
            "weka.classifiers.AbstractClassifier",
            "8:13: learner 'tree': the class 'weka.classifiers.AbstractClassifier' is abstract"),
        bad(
            "minNumObj",
            "minNumObjs",
            "9:16: learner 'tree': 'weka.classifiers.trees.J48' has no option 'minNumObjs'; did you"
                + " mean 'minNumObj'?"),
        bad(
            "minNumObj: 3",
            "minNumObj: many",
            "9:27: learner 'tree': the option 'minNumObj' must be a whole number, found 'many'"),
        bad(
            "minNumObj: 3",
            "minNumObj: 2.5",
            "9:27: learner 'tree': the option 'minNumObj' must be a whole number, found '2.5'"),
        bad(
            "minNumObj: 3",
            "unpruned: 3",
            "9:26: learner 'tree': the option 'unpruned' must be true or false, found '3'"),
        bad(
            "minNumObj: 3",
            "minNumObj: { a: 1 }",
            "9:27: 'learners.tree.options.minNumObj' must be a number, true, false, text, or a"
                + " list"),
        bad(
            "minNumObj: 3",
            "-Z: 3",
            "8:13: learner 'tree': 'weka.classifiers.trees.J48' has no option '-Z'"),
        bad(
            "minNumObj: 3",
            "-C: x",
            "8:13: learner 'tree': 'weka.classifiers.trees.J48' refuses its options: "),
        bad(
            LEARNER,
            "    weka.classifiers.trees.J48 -M 3 \"x\n",
            "8:5: 'learners.tree' is not a command line that Weka can split"),
        bad(
            LEARNER,
            "    weka.classifiers.trees.J48 -MM 3\n",
            "8:5: learner 'tree': 'weka.classifiers.trees.J48' has no option '-MM'"),
        bad(
            LEARNER,
            "    scheme: weka.classifiers.functions.SMO\n"
                + "    options: { kernel: weka.classifiers.functions.supportVector.PolyKernl }\n",
            "9:24: learner 'tree': the option 'kernel': there is no class"),
        bad(
            LEARNER,
            "    scheme: weka.classifiers.functions.SMO\n    options: { filterType: none }\n",
            "9:28: learner 'tree': the option 'filterType' must be one of 0 (Normalize training"
                + " data)"),
        bad(
            "options:",
            "option:",
            "9:5: unknown key 'option' in 'learners.tree'; did you mean 'options'?"),
        bad(
            "options: { minNumObj: 3 }",
            "search: randum(5)",
            "9:13: unknown search 'randum(5)'; did you mean 'random'?"),
        bad(
            "options: { minNumObj: 3 }",
            "options: [3]",
            "9:14: 'learners.tree.options' must be a mapping of property names"),
        bad(
            "    options:",
            "    vary: { minNumObj: [2, 4] }\n    options:",
            "9:11: 'minNumObj' stands both in options and in vary"),
        bad(
            "{ minNumObj: 3 }",
            "{ minNumObj: '${n}' }",
            "9:28: learner 'tree': ${n} is no variable of its 'vary' part"),
        bad("{ minNumObj: 3 }", "{ minNumObj: '${n' }", "9:28: '${n' lacks a closing }"),
        bad(
            "options: { minNumObj: 3 }",
            "vary: { x: [1] }",
            "9:11: the variable 'x' stands nowhere as ${x}, and"),
        bad(
            "options: { minNumObj: 3 }",
            "vary: { minNumObj: [1, 1] }",
            "9:28: 'minNumObj' lists the value '1' twice"),
        bad(
            "options: { minNumObj: 3 }",
            "vary: { minNumObj: [1, a] }",
            "9:28: the values of 'minNumObj' must be of one kind: '1' is a number, 'a' is text"),
        bad(
            "options: { minNumObj: 3 }",
            "vary: { minNumObj: [] }",
            "9:24: 'learners.tree.vary.minNumObj' must be a list with at least one value"),
        bad(
            "options: { minNumObj: 3 }",
            "vary: { minNumObj: 3 }",
            "9:24: 'learners.tree.vary.minNumObj' must be a list of values, or a range"),
        bad(
            "options: { minNumObj: 3 }",
            "vary: { minNumObj: { from: 4, to: 2 } }",
            "9:39: 'learners.tree.vary.minNumObj.to' must be larger than 'from'"),
        bad(
            "options: { minNumObj: 3 }",
            "vary: { min-num: [3] }",
            "9:13: 'min-num' is no name for a variable"),
        bad(
            "options: { minNumObj: 3 }",
            "vary: { zip: [ { a: 1, b: 2 }, { a: 1 } ] }",
            "9:36: 'learners.tree.vary.zip[2]' must give values to a, b as the first one does,"
                + " found a"),
        bad(
            "options: { minNumObj: 3 }",
            "vary: { minNumObj: [2], zip: [ { minNumObj: 3 } ] }",
            "9:34: the variable 'minNumObj' is varied twice"),
        bad("  tree:\n", "  'a[b]':\n", "7:3: a learner's name has no brackets and no quotes"));
  }

  static Stream<Arguments> rules() {
    String start = "output:";
    return Stream.of(
        bad(
            start,
            "rules: [ { name: r, on: ends, expect: 'true' } ]\noutput:",
            "10:25: unknown event 'ends'; did you mean 'end'?"),
        bad(
            start,
            "rules: [ { name: r, on: epoch, if: 'true', then: stop } ]\noutput:",
            "10:37: the rule 'r' is about epochs, which only"
                + " weka.classifiers.functions.BackpropNetwork has"),
        bad(
            start,
            "rules: [ { name: r, on: space, if: 'true', then: stop } ]\noutput:",
            "10:50: a rule on 'space' can forbid, found 'stop'"),
        bad(
            start,
            "rules: [ { name: r, on: space, if: 'true', then: forbd } ]\noutput:",
            "10:50: unknown action 'forbd'; did you mean 'forbid'?"),
        bad(
            start,
            "rules: [ { name: r, on: space, if: 'true', then: forbid } ]\noutput:",
            "7:3: the rules forbid every combination of the learner 'tree'"),
        bad(
            start,
            "rules: [ { name: r, on: end, expect: 'true', level: fatal } ]\noutput:",
            "10:53: unknown level 'fatal'; known are error, warning, info"),
        bad(
            start,
            "rules: [ { name: r, on: end, if: 'true' } ]\noutput:",
            "10:30: a rule on 'end' takes expect and level, not 'if'"),
        bad(
            start,
            "rules: [ { name: r, on: end, expect: 'true' }, { name: r, on: end, expect: 'true' }"
                + " ]\n"
                + "output:",
            "10:56: two rules have the name 'r'"),
        bad(
            start,
            "rules: [ { on: end, expect: 'true' } ]\noutput:",
            "10:10: 'rules[1]' lacks 'name'"),
        bad(
            start,
            "rules: [ { name: r, on: end, expect: \"best('tree').kapa > 0\" } ]\noutput:",
            "10:"),
        bad(start, "rules: [ { name: r, on: end, expect: '1 + 1' } ]\noutput:", "10:"));
  }

  @ParameterizedTest
  @MethodSource({"top", "data", "learners", "rules"})
  void isRefusedWithItsPlace(String from, String to, String sentence) throws IOException {
    writeData();
    assertTrue(GOOD.contains(from), from);
    Path file = folder.resolve("e.yaml");
    Files.writeString(file, GOOD.replace(from, to));
    Commands.Result result = Commands.run("run", file);
    String start = "backprop: " + file + ":" + sentence;
    assertTrue(
        result.err().startsWith(start), "expected " + sentence + "\nfound    " + result.err());
    assertEquals(2, result.code());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals("", result.out());
    assertFalse(Files.exists(folder.resolve("out")), "nothing may have run");
  }

  /** Forty kinds are promised; each is refused above with its line and column. */
  @Test
  void thereAreManyKinds() {
    List<String> sentences =
        Stream.of(top(), data(), learners(), rules())
            .flatMap(kinds -> kinds)
            .map(kind -> (String) kind.get()[2])
            .filter(sentence -> sentence.matches("(?s)\\d+:\\d+: .+"))
            .map(sentence -> sentence.replaceFirst("\\d+:\\d+: ", ""))
            .distinct()
            .toList();
    assertTrue(sentences.size() >= 80, "kinds: " + sentences.size());
  }

  @Test
  void theGoodFileIsGood() throws IOException {
    writeData();
    Path file = folder.resolve("e.yaml");
    Files.writeString(file, GOOD);
    Commands.Result result = Commands.run("check", file);
    assertEquals("", result.err());
    assertEquals(0, result.code());
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        Arguments.of("seed", "--set needs KEY=VALUE, found 'seed'"),
        Arguments.of(
            "evaluat.repeats=2",
            "--set evaluat.repeats: the experiment file has no 'evaluat'; did you mean"
                + " 'evaluate'?"),
        Arguments.of(
            "evaluate.repeat=2",
            "--set evaluate.repeat:1:1: unknown key 'repeat' in 'evaluate'; did you mean"
                + " 'repeats'?"),
        Arguments.of(
            "evaluate.repeats=two",
            "--set evaluate.repeats:1:1: 'evaluate.repeats' must be a whole number"),
        Arguments.of("seed.a=2", "--set seed.a: 'seed' is a single value and has no 'a'"),
        Arguments.of("data.2=x.arff", "--set data.2: 'data' has the items 1 to 1, found '2'"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aWrongSettingIsRefused(String setting, String sentence) throws IOException {
    writeData();
    Path file = folder.resolve("e.yaml");
    Files.writeString(file, GOOD);
    Commands.Result result = Commands.run("run", file, "--set", setting);
    assertTrue(result.err().startsWith("backprop: " + sentence), result.err());
    assertEquals(2, result.code());
  }

  @Test
  void aMissingFileAFolderAndNoTextAreRefused() throws IOException {
    Path file = folder.resolve("no.yaml");
    assertEquals(
        new Commands.Result(2, "", "backprop: " + file + ": there is no such file\n"),
        Commands.run("run", file));
    assertEquals(
        new Commands.Result(2, "", "backprop: " + folder + ": it is a folder\n"),
        Commands.run("run", folder));
    Map<byte[], String> texts = new LinkedHashMap<>();
    texts.put(
        new byte[] {'a', ':', '\n', (byte) 0xc3, (byte) 0xa4, (byte) 0xff},
        ":2:2: the file is not UTF-8 text, found the byte 0xFF");
    texts.put(
        "experiment: x".getBytes(StandardCharsets.UTF_16),
        ":1:1: the file is not UTF-8 text, found the byte 0xFE");
    texts.put(new byte[0], ":1:1: the file is empty");
    texts.put(
        "a: b\r\nc: \u0007".getBytes(StandardCharsets.UTF_8),
        ":2:4: the character U+0007 is not allowed in YAML");
    texts.put(
        "experiment: \"\\ud800\"".getBytes(StandardCharsets.UTF_8),
        ":1:13: half of a surrogate pair, such as \\ud800, is no character");
    for (Map.Entry<byte[], String> text : texts.entrySet()) {
      Files.write(file, text.getKey());
      assertEquals(
          new Commands.Result(2, "", "backprop: " + file + text.getValue() + "\n"),
          Commands.run("run", file));
    }
  }

  @Test
  void aWrongCommandLineIsRefusedInOneSentence() {
    assertEquals(
        new Commands.Result(
            2,
            "",
            "backprop: --jobs must be from 1 to 1024, found 0"
                + " (backprop run --help shows what it takes)\n"),
        Commands.run("run", "x", "--jobs", "0"));
    assertEquals(2, Commands.run("run").code());
    assertEquals(2, Commands.run("runn", "x").code());
    assertEquals(2, Commands.run("run", "x", "--jobs", "0").code());
    assertEquals(2, Commands.run("run", "x", "--fresh", "--resume").code());
    assertEquals(2, Commands.run().code());
    assertEquals(0, Commands.run("--help").code());
    assertEquals(0, Commands.run("--version").code());
  }

  private void writeData() throws IOException {
    Commands.copy("iris.arff", folder);
    Commands.copy("cpu.arff", folder);
    Files.writeString(folder.resolve("iris.txt"), "x");
    Files.writeString(folder.resolve("b.json"), "{");
    Files.writeString(
        folder.resolve("bad.arff"),
        "@relation bad\n@attribute x numeric\n@attribute c {a,b}\n@data\n1,2,3\n");
    Files.writeString(folder.resolve("bad.csv"), "x,y\n1,2\n1,2,3\n");
    Files.writeString(folder.resolve("empty.csv"), "");
    Files.writeString(folder.resolve("short.csv"), "x,y\n1,2\n1\n");
    Files.writeString(folder.resolve("semicolons.csv"), "x;y\n1;a\n2;b\n");
    String head = "@relation r\n@attribute x numeric\n@attribute c {a,b}\n@data\n";
    Files.writeString(folder.resolve("norows.arff"), head);
    Files.writeString(folder.resolve("noclass.arff"), head + "1,?\n2,?\n");
    Files.writeString(folder.resolve("known.arff"), head + "1,a\n2,b\n3,a\n");
    Files.writeString(folder.resolve("infinite.arff"), head + "1,a\nInfinity,b\n");
    Files.writeString(
        folder.resolve("text.arff"),
        "@relation r\n@attribute s string\n@attribute c {a,b}\n@data\nx,a\ny,b\n");
    Files.writeString(
        folder.resolve("textclass.arff"),
        "@relation r\n@attribute x numeric\n@attribute s string\n@data\n1,a\n2,b\n");
    Files.writeString(
        folder.resolve("othertest.csv"),
        "sepallength,sepalwidth,petallength,petalwidth,class\n1,2,3,4,Iris-other\n");
  }
}
