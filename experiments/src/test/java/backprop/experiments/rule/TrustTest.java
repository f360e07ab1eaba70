// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.Fixtures;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.rule.Verdict.Outcome;
import backprop.experiments.run.ExperimentResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Gates over simulated experiments whose truth is known: no gate errs more often than its level
 * says.
 *
 * <p>The values are those of a repeated cross-validation as Nadeau and Bengio model it: of one
 * learner on one data set they share a part, since the training sets overlap, whose share of the
 * variance is that of the test rows.
 */
@Tag("once")
class TrustTest {
  private static final int EXPERIMENTS = 1000;
  private static final double LEVEL = 0.05;

  /** What chance may add to the expected number of errors: once in a thousand tests. */
  private static final double MOST =
      EXPERIMENTS * LEVEL + 3.1 * Math.sqrt(EXPERIMENTS * LEVEL * (1 - LEVEL));

  private static Rules rules(String... gates) {
    List<RuleSpec> specs = new ArrayList<>();
    for (String gate : gates) {
      String name = "g" + specs.size();
      specs.add(new RuleSpec(name, "end", gate, "expect", Level.ERROR, "x.yaml", 1, 1));
    }
    return Rules.compile(
        specs, List.of("percent-correct"), List.of("a", "b", "c", "network"), Map.of());
  }

  /** One experiment: learner a is better than all the others by the gain. */
  private static ExperimentResults experiment(
      Random random, int repeats, int dataSets, int widths, double gain) {
    Fixtures fixtures = Fixtures.of(repeats, 10).metrics("percent-correct");
    for (int d = 0; d < dataSets; d++) {
      fixtures.data("d" + d, 2);
    }
    List<String> names = new ArrayList<>(List.of("a", "b", "c"));
    names.forEach(fixtures::learner);
    for (long width = 0; width < widths; width++) {
      fixtures.learner("network", "width", width);
      names.add("network[width=" + width + "]");
    }
    for (int d = 0; d < dataSets; d++) {
      for (String name : names) {
        double shared = Math.sqrt(0.1) * random.nextGaussian();
        double[] values = new double[repeats * 10];
        for (int i = 0; i < values.length; i++) {
          double own = Math.sqrt(0.9) * random.nextGaussian();
          values[i] = 80 + (name.equals("a") ? gain : 0) + 2 * (shared + own);
        }
        fixtures.values("d" + d, name, "Percent_correct", values);
      }
    }
    return fixtures.build();
  }

  private static int count(
      Rules rules,
      int repeats,
      int dataSets,
      int widths,
      double gain,
      Predicate<List<Outcome>> event) {
    Random random = new Random(20 + repeats + dataSets + widths);
    int found = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
      ExperimentResults results = experiment(random, repeats, dataSets, widths, gain);
      List<Outcome> outcomes = rules.judge(results).stream().map(Verdict::outcome).toList();
      assertTrue(!outcomes.contains(Outcome.INCONCLUSIVE));
      found += event.test(outcomes) ? 1 : 0;
    }
    return found;
  }

  private static boolean anyPasses(List<Outcome> outcomes) {
    return outcomes.contains(Outcome.PASS);
  }

  private static boolean anyFails(List<Outcome> outcomes) {
    return outcomes.contains(Outcome.FAIL);
  }

  @Test
  void noDifferenceIsSeldomSignificant() {
    Rules rules = rules("significant('a', 'b', 0.05)", "significant('b', 'a', 0.05)");
    int errors = count(rules, 1, 1, 0, 0, TrustTest::anyPasses);
    assertTrue(errors > 0 && errors <= MOST, "errors: " + errors);
  }

  @Test
  void repeatsDoNotMakeItSignificant() {
    Rules rules = rules("significant('a', 'b', 0.05) || significant('b', 'a', 0.05)");
    int errors = count(rules, 3, 1, 0, 0, TrustTest::anyPasses);
    assertTrue(errors > 0 && errors <= MOST, "errors: " + errors);
  }

  /** Without a correction, 18 denials would fail 35% of all experiments. */
  @Test
  void manyDenialsOverManyDataSetsSeldomFail() {
    Rules rules =
        rules("!worse('a', 'b', 0.05)", "!worse('c', 'b', 0.05)", "!worse('a', 'c', 0.05)");
    int errors = count(rules, 1, 6, 0, 0, TrustTest::anyFails);
    assertTrue(errors > 0 && errors <= MOST, "errors: " + errors);
  }

  @Test
  void manyClaimsSeldomPass() {
    Rules rules =
        rules(
            "superior('a', 'b', 'percent-correct', 1, 0.05)",
            "superior('a', 'c', 'percent-correct', 1, 0.05)",
            "noninferior('b', 'a', 1, 0.05)",
            "noninferior('c', 'a', 1, 0.05)");
    int errors = count(rules, 1, 1, 0, 1, TrustTest::anyPasses);
    assertTrue(errors > 0 && errors <= MOST, "errors: " + errors);
  }

  /** The best of 20 equal ones beats a single one in half of all experiments by the plain test. */
  @Test
  void theBestOfManyIsSeldomSignificant() {
    int errors =
        count(rules("significant('network', 'b', 0.05)"), 1, 1, 20, 0, TrustTest::anyPasses);
    assertTrue(errors <= MOST, "errors: " + errors);
    int fails = count(rules("!worse('b', 'network', 0.05)"), 1, 1, 20, 0, TrustTest::anyFails);
    assertTrue(fails <= MOST, "errors: " + fails);
  }

  @Test
  void aLossOfTheMarginIsSeldomNoninferior() {
    int errors = count(rules("noninferior('b', 'a', 2, 0.05)"), 1, 1, 0, 2, TrustTest::anyPasses);
    assertTrue(errors > 20 && errors <= MOST, "errors: " + errors);
  }

  @Test
  void aDifferenceOfTheMarginIsSeldomEquivalent() {
    int errors =
        count(
            rules("equivalent('a', 'b', 'percent-correct', 4, 0.05)"),
            3,
            1,
            0,
            4,
            TrustTest::anyPasses);
    assertTrue(errors > 20 && errors <= MOST, "errors: " + errors);
  }

  @Test
  void aDifferenceThatIsThereIsFound() {
    Rules claims =
        rules(
            "significant('a', 'b', 0.05)",
            "superior('a', 'c', 2, 0.05)",
            "noninferior('b', 'c', 5.0, 0.05)",
            "equivalent('b', 'c', 5.0, 0.05)");
    int found = count(claims, 3, 2, 0, 7, all -> all.stream().allMatch(o -> o == Outcome.PASS));
    assertTrue(found > 0.8 * EXPERIMENTS, "found: " + found);
    int fails = count(rules("!worse('b', 'a', 0.05)"), 3, 2, 0, 7, TrustTest::anyFails);
    assertTrue(fails > 0.8 * EXPERIMENTS, "found: " + fails);
  }

  private static Verdict judge(String gate, Fixtures fixtures) {
    return rules(gate).judge(fixtures.build()).get(0);
  }

  private static Fixtures pair(double[] a, double[] b) {
    return Fixtures.of(1, a.length)
        .metrics("percent-correct")
        .data("iris", 3)
        .learner("a")
        .learner("b")
        .values("iris", "a", "Percent_correct", a)
        .values("iris", "b", "Percent_correct", b);
  }

  @Test
  void tooFewFoldsDecideNothing() {
    Verdict four = judge("!worse('a', 'b', 0.05)", pair(new double[4], new double[4]));
    assertEquals(Outcome.INCONCLUSIVE, four.outcome());
    assertTrue(four.reason().contains("at least 5 folds, there are 4; raise"), four.reason());
    assertEquals(
        Outcome.PASS,
        judge("!worse('a', 'b', 0.05)", pair(new double[5], new double[5])).outcome());
  }

  /** Weka's test calls these certain; five equal coin tosses are not. */
  @Test
  void equalDifferencesAreTestedByTheirSigns() {
    double[] a = {90, 90, 90, 90, 90};
    double[] b = {89, 89, 89, 89, 89};
    Verdict five = judge("significant('a', 'b', 0.05)", pair(a, b));
    assertEquals(Outcome.FAIL, five.outcome());
    assertTrue(
        five.reason().contains("p = 0.0625, n = 5, sign test, since all 5 differences are equal"),
        five.reason());
    double[] better = Fixtures.noise(6, 91, 0, 1);
    double[] worse = Fixtures.noise(6, 90, 0, 1);
    Verdict six = judge("significant('a', 'b', 0.05)", pair(better, worse));
    assertEquals(Outcome.PASS, six.outcome(), six.reason());
  }

  @Test
  void theEvidenceSaysWhichTestWithEffectAndInterval() {
    double[] a = {90, 91, 92, 91, 93, 92};
    double[] b = {88, 90, 90, 90, 91, 90};
    Verdict verdict = judge("noninferior('a', 'b', 1, 0.05)", pair(a, b));
    for (String part :
        List.of(
            "percent-correct 91.5 for a, 89.833 for b",
            "gain 1.67 in [1.12, 2.22] at 90%, effect size d = 3.23",
            "margin 1",
            "n = 6, corrected resampled t-test")) {
      assertTrue(verdict.reason().contains(part), verdict.reason());
    }
    Verdict gain = judge("gain('a', 'b') > 1.5", pair(a, b));
    assertTrue(gain.reason().contains("at 95%, effect size d = 3.23, p = "), gain.reason());
  }

  @Test
  void theCorrectionIsTold() {
    Rules rules = rules("significant('a', 'b', 0.05)", "significant('a', 'c', 0.05)");
    ExperimentResults results = experiment(new Random(1), 1, 1, 0, 9);
    assertTrue(
        rules.judge(results).get(0).reason().contains("with Holm's correction for 2 tests"),
        rules.judge(results).get(0).reason());
  }

  @Test
  void opinionsAreThoseOfTheDataSets() {
    Verdict verdict =
        rules("best('a').percentCorrect > 0").judge(experiment(new Random(2), 1, 3, 0, 0)).get(0);
    assertEquals(
        List.of("d0", "d1", "d2"), verdict.opinions().stream().map(o -> o.dataSet()).toList());
    assertEquals(1, verdict.line());
    assertEquals("x.yaml", verdict.file());
  }
}
