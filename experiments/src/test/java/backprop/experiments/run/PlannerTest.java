// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.ExperimentReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weka.core.Utils;

/** From the text of a learner to classifiers with their options. */
final class PlannerTest {
  private static final String SAMPLE = SampleClassifier.class.getName();

  @TempDir private Path folder;

  @BeforeAll
  static void prepare() {
    WekaHome.prepare();
  }

  private Plan plan(String learners, String rules, String... only) throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/data/iris.arff")) {
      Files.write(folder.resolve("iris.arff"), in.readAllBytes());
    }
    Path file = folder.resolve("e.yaml");
    Files.writeString(
        file,
        """
        experiment: t
        data: [iris.arff]
        evaluate: { cross-validation: 2 }
        metrics: [kappa]
        learners:
        """
            + learners.indent(2)
            + rules);
    return new Planner(ExperimentReader.read(file, List.of()), List.of(only), "test").plan();
  }

  private List<String> names(String learners) throws IOException {
    return plan(learners, "").configurationsOnly().stream().map(Configuration::name).toList();
  }

  private SampleClassifier sample(String options) throws IOException {
    Plan plan = plan("a:\n  scheme: " + SAMPLE + "\n  " + options, "");
    return (SampleClassifier) plan.configurations().get(0).template();
  }

  @Test
  void aGridIsTheProductOfItsAxesTheLastOneFastest() throws IOException {
    assertEquals(
        List.of(
            "a[rate=0.1, pause=1]",
            "a[rate=0.1, pause=2]",
            "a[rate=0.20, pause=1]",
            "a[rate=0.20, pause=2]"),
        names("a: { scheme: " + SAMPLE + ", vary: { rate: [0.1, 0.20], pause: [1, 2] } }"));
  }

  @Test
  void zippedVariablesChangeTogether() throws IOException {
    Plan plan =
        plan(
            "a:\n  scheme: "
                + SAMPLE
                + "\n  vary:\n    choice: [first, second-one]\n"
                + "    zip: [ { rate: 1, pause: 3 }, { rate: 0.5, pause: 4 } ]",
            "");
    assertEquals(
        List.of(
            Map.of("choice", "first", "rate", 1.0, "pause", 3L),
            Map.of("choice", "first", "rate", 0.5, "pause", 4L),
            Map.of("choice", "second-one", "rate", 1.0, "pause", 3L),
            Map.of("choice", "second-one", "rate", 0.5, "pause", 4L)),
        plan.configurationsOnly().stream().map(Configuration::variables).toList());
    SampleClassifier last = (SampleClassifier) plan.configurations().get(3).template();
    assertEquals(SampleClassifier.Choice.SECOND_ONE, last.getChoice());
    assertEquals(0.5, last.getRate());
    assertEquals(4, last.getPause());
  }

  @Test
  void rangesAreListed() throws IOException {
    String start = "a: { scheme: " + SAMPLE + ", vary: ";
    assertEquals(
        List.of("a[pause=1]", "a[pause=3]", "a[pause=5]"),
        names(start + "{ pause: { from: 1, to: 6, step: 2 } } }"));
    assertEquals(
        List.of("a[pause=1]", "a[pause=2]"), names(start + "{ pause: { from: 1, to: 2 } } }"));
    assertEquals(
        List.of("a[rate=0.0001]", "a[rate=0.001]", "a[rate=0.01]", "a[rate=0.1]"),
        names(start + "{ rate: { from: 1e-4, to: 1e-1, count: 4, scale: log } } }"));
    assertEquals(
        List.of("a[rate=0]", "a[rate=0.25]", "a[rate=0.5]"),
        names(start + "{ rate: { from: 0, to: 0.5, count: 3 } } }"));
    assertEquals(
        List.of("a[rate=0.1]", "a[rate=0.2]", "a[rate=0.3]"),
        names(start + "{ rate: { from: 0.1, to: 0.3, step: 0.1 } } }"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"random(5)", "latin(5)", "sobol(5)"})
  void searchesThatDrawPlanTheirPointsOfAnInterval(String search) throws IOException {
    String learner =
        "a: { scheme: %s, search: %s, vary: { rate: { uniform: [0.2, 0.7] } } }"
            .formatted(SAMPLE, search);
    List<String> first = names(learner);
    assertEquals(5, Set.copyOf(first).size(), first.toString());
    assertEquals(first, names(learner), "the same every time");
    assertNotEquals(first, names(learner.replace("0.7", "0.8")));
    Set<Integer> strata = new HashSet<>();
    for (PlannedConfiguration c : plan(learner, "").configurations()) {
      double rate = ((SampleClassifier) c.template()).getRate();
      assertTrue(rate >= 0.2 && rate <= 0.7, first.toString());
      strata.add((int) ((rate - 0.2) / 0.1));
    }
    if (search.startsWith("latin")) {
      assertEquals(5, strata.size(), first.toString());
    }
  }

  @Test
  void samplesAreDrawnInTheirRangeAndAlwaysTheSame() throws IOException {
    String learner =
        "a: { scheme: " + SAMPLE + ", vary: { rate: { log-uniform: [1e-4, 1e-1], samples: 8 } } }";
    List<String> first = names(learner);
    assertEquals(8, first.size());
    assertEquals(first, names(learner));
    for (Configuration c : plan(learner, "").configurationsOnly()) {
      double rate = (double) c.variables().get("rate");
      assertTrue(rate >= 1e-4 && rate <= 1e-1, c.name());
      assertEquals(c.name(), "a[rate=" + c.name().replaceAll(".*=|]", "") + "]");
    }
    assertNotEquals(first, names(learner.replace("1e-1", "2e-1")));
    assertEquals(
        List.of("a[pause=1]", "a[pause=2]", "a[pause=3]"),
        names("a: { scheme: " + SAMPLE + ", vary: { pause: { uniform: [1, 3], samples: 3 } } }"));
  }

  @Test
  void valuesGoIntoTextAndAloneKeepTheirType() throws IOException {
    Plan plan =
        plan(
            "a:\n  scheme: "
                + SAMPLE
                + "\n"
                + "  options: { text: 'dense(${width}, ${f}), $${width}', rate: '${r}', learning_rate: 0.3 }\n"
                    .replace(", learning_rate: 0.3", "")
                + "  vary: { width: [32], f: [relu], r: [1e-3] }",
            "");
    SampleClassifier sample = (SampleClassifier) plan.configurations().get(0).template();
    assertEquals("dense(32, relu), ${width}", sample.getText());
    assertEquals(0.001, sample.getRate());
  }

  @Test
  void aListForATextIsItsItemsWithCommas() throws IOException {
    String written = "dense(4, relu), dropout(0.1)";
    assertEquals(written, sample("options: { text: ['dense(4, relu)', dropout(0.1)] }").getText());
    assertEquals(written, sample("options: { text: [dense(4, relu), dropout(0.1)] }").getText());
    assertEquals("one", sample("options: { text: [one] }").getText());
  }

  @Test
  void awkwardTextSurvives() throws IOException {
    String awkward = "a b, \"c\" 'd' \\ e \\\\n -x ${v} $1 %s é";
    String inYaml = "'" + awkward.replace("'", "''").replace("${v}", "$${v}") + "'";
    assertEquals(awkward, sample("options: { text: " + inYaml + " }").getText());
    assertEquals(awkward, sample("options: { -text: " + inYaml + " }").getText());
    String inVary = "'" + awkward.replace("'", "''") + "'";
    assertEquals(awkward, sample("vary: { text: [" + inVary + "] }").getText());
    SampleClassifier put =
        sample("options: '-text \"${t}\" -rate 0.5'\n  vary: { t: [" + inVary + "] }");
    assertEquals(awkward, put.getText());
    assertEquals(0.5, put.getRate());
    assertEquals(
        awkward,
        sample("options: { text: '<${t}>' }\n  vary: { t: [" + inVary + "] }")
            .getText()
            .replaceAll("^<|>$", ""));
  }

  @Test
  void theWrittenOptionsMakeTheSameClassifier() throws Exception {
    String awkward = "a b, \"c\" \\ e";
    Plan plan = plan("a: { scheme: " + SAMPLE + ", options: { text: '" + awkward + "' } }", "");
    SampleClassifier again = new SampleClassifier();
    again.setOptions(Utils.splitOptions(plan.configurationsOnly().get(0).options()));
    assertEquals(awkward, again.getText());
  }

  @Test
  void propertiesAreKnownByBeanNameAndByDisplayName() throws IOException {
    assertEquals(0.7, sample("options: { learning rate: 0.7 }").getRate());
    assertEquals(0.7, sample("options: { learning-rate: 0.7 }").getRate());
    assertEquals(0.7, sample("options: { rate: 0.7 }").getRate());
    assertTrue(sample("options: { failing: true, -pause: 3 }").getFailing());
    assertTrue(sample("options: { -failing: true }").getFailing());
    assertFalse(sample("options: { -failing: false }").getFailing());
  }

  @Test
  void nestedSchemesAndSelectedTagsAreSet() throws IOException {
    Plan plan =
        plan(
            """
            b:
              scheme: weka.classifiers.meta.Bagging
              options: { classifier: weka.classifiers.trees.J48 -C 0.1, numIterations: 3 }
            s:
              scheme: weka.classifiers.functions.SMO
              options: { filter-type: Standardize training data, kernel: weka.classifiers.functions.supportVector.RBFKernel -G 0.5 }
            v:
              scheme: weka.classifiers.meta.Vote
              options: { classifiers: [weka.classifiers.rules.ZeroR, weka.classifiers.trees.J48 -M 7] }
            """,
            "");
    List<String> options = plan.configurationsOnly().stream().map(Configuration::options).toList();
    assertTrue(
        options.get(0).contains("-I 3") && options.get(0).contains("-- -C 0.1"), options.get(0));
    assertTrue(
        options.get(1).contains("-N 1") && options.get(1).contains("RBFKernel -"), options.get(1));
    assertTrue(options.get(2).contains("ZeroR") && options.get(2).contains("-M 7"), options.get(2));
  }

  @Test
  void aRuleForbidsCombinationsBeforeTheSchemeSeesThem() throws IOException {
    Plan plan =
        plan(
            "a: { scheme: " + SAMPLE + ", vary: { text: [fine, refused], pause: [1, 2] } }",
            "rules: [ { name: no refusal, on: space, if: \"text == 'refused'\", then: forbid } ]");
    assertEquals(
        List.of("a[text=fine, pause=1]", "a[text=fine, pause=2]"),
        plan.configurationsOnly().stream().map(Configuration::name).toList());
    assertEquals(
        List.of("a[text=refused, pause=1]: no refusal", "a[text=refused, pause=2]: no refusal"),
        plan.forbidden().stream().map(Object::toString).toList());
  }

  @Test
  void whatASetterRefusesIsSaidAtItsPlace() {
    ExperimentException e =
        assertThrows(
            ExperimentException.class, () -> sample("options: { rate: 1, text: refused }"));
    assertTrue(
        e.getMessage()
            .endsWith(
                "e.yaml:8:31: learner 'a': the option 'text' refuses 'refused': this text is refused"),
        e.getMessage());
  }

  @Test
  void aSeedOfTheFileStays() throws IOException {
    for (String options : List.of("options: { seed: 1 }", "options: { -S: 1 }", "options: -S 1")) {
      Plan plan = plan("a:\n  scheme: " + SAMPLE + "\n  " + options, "");
      assertFalse(plan.configurations().get(0).derivesSeed(), options);
    }
    assertFalse(plan("a: " + SAMPLE + " -S 1", "").configurations().get(0).derivesSeed());
    assertTrue(plan("a: " + SAMPLE, "").configurations().get(0).derivesSeed());
    assertFalse(plan("a: weka.classifiers.trees.J48", "").configurations().get(0).derivesSeed());
  }

  @Test
  void onlyNarrowsToLearnersAndDataSets() throws IOException {
    String two = "a: " + SAMPLE + "\nb: weka.classifiers.trees.J48";
    assertEquals(4, plan(two, "").cells().size());
    assertEquals(2, plan(two, "", "b").cells().size());
    assertEquals(4, plan(two, "", "iris").cells().size());
    assertEquals(2, plan(two, "", "b, iris").cells().size());
    assertEquals(4, plan(two, "", "b,a").cells().size());
    ExperimentException e = assertThrows(ExperimentException.class, () -> plan(two, "", "irsi"));
    assertEquals(
        "--only: no learner and no data set is called 'irsi'; there are 'a', 'b', 'iris',"
            + " 'iris.arff'; did you mean 'iris'?",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vectors, RBF|vectors, RBF",
        "vectors, RBF,forest|forest; vectors, RBF",
        "forest,vectors, RBF, trees|forest; vectors, RBF; trees",
        "forest, trees|forest, trees",
        "trees,forest|forest; trees",
      })
  void onlyFindsNamesWithCommas(String argument, String learners) throws IOException {
    List<String> names = List.of("forest", "vectors, RBF", "trees", "forest, trees");
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      file.append("\n\"%s\": %s -S %d".formatted(names.get(i), SAMPLE, i + 1));
    }
    Plan plan = plan(file.substring(1), "", argument);
    assertEquals(
        learners,
        plan.configurations().stream()
            .map(c -> c.configuration().learner())
            .collect(Collectors.joining("; ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "vectors,RBF|no learner and no data set is called 'vectors,RBF';|'vectors, RBF'?",
        "forest,vector|no learner and no data set is called 'vector';|'iris.arff'",
        "forest,|no learner and no data set is called '';|'iris.arff'",
      })
  void onlyNamesWhatThereIs(String argument, String sentence, String end) {
    String learners = "forest: " + SAMPLE + "\n\"vectors, RBF\": weka.classifiers.trees.J48";
    ExperimentException e =
        assertThrows(ExperimentException.class, () -> plan(learners, "", argument));
    assertTrue(e.getMessage().contains(sentence), e.getMessage());
    assertTrue(
        e.getMessage().contains("there are 'forest', 'vectors, RBF', 'iris', 'iris.arff'"),
        e.getMessage());
    assertTrue(e.getMessage().endsWith(end), e.getMessage());
  }

  @Test
  void theSameSchemeTwiceIsWarnedOf() throws IOException {
    assertEquals(
        List.of(
            "'a' and 'b' are the same scheme with the same options; Weka's Analyse tab cannot tell"
                + " them apart, so results.arff holds only the first; drop one of them"),
        plan("a: " + SAMPLE + "\nb: " + SAMPLE, "").warnings());
  }
}
