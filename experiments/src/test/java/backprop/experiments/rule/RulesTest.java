// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.Fixtures;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.rule.Verdict.Outcome;
import backprop.experiments.run.Configuration;
import backprop.experiments.run.ExperimentResults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as users write them. */
class RulesTest {
  private static final Map<String, Class<?>> VARIED = new LinkedHashMap<>();

  static {
    VARIED.put("width", Long.class);
    VARIED.put("drop", Double.class);
    VARIED.put("optimizer", String.class);
    VARIED.put("bias", Boolean.class);
    VARIED.put("any", Object.class);
    VARIED.put("hidden-units", Long.class);
  }

  static RuleSpec space(String expression) {
    return new RuleSpec("r", "space", expression, "forbid", Level.ERROR, "x.yaml", 7, 20);
  }

  static RuleSpec gate(String expression) {
    return new RuleSpec("g", "end", expression, "expect", Level.ERROR, "x.yaml", 7, 20);
  }

  private static Rules rules(RuleSpec... specs) {
    return Rules.compile(
        List.of(specs),
        List.of("percent-correct", "kappa"),
        List.of("network", "forest"),
        VARIED,
        Optional.of(List.of("iris", "glass")));
  }

  private static Configuration network(Object... variables) {
    return Fixtures.of(1, 1).learner("network", variables).build().configurations().get(0);
  }

  private static Verdict judge(String expression, ExperimentResults results) {
    return rules(gate(expression)).judge(results).get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop > 0.3 && width < 64 | true",
        "drop > 0.5 && width < 64 | false",
        "drop < 1 | true",
        "width > 31.5 | true",
        "drop * 2 == 1 - 0.2 | true",
        "drop == 0 | false",
        "width + 0.5 == 32.5 | true",
        "width / 3 == 10 | true",
        "width * drop > 12 | true",
        "width in [16, 32] | true",
        "drop in [0, 0.4] | true",
        "optimizer.startsWith('ad') && bias | true",
        "optimizer == 'sgd' | false",
        "any > 2 | true",
        "learner == 'network' | true",
        "learner == 'forest' && width < 64 | false",
      })
  void spaceRulesForbid(String expression, boolean forbidden) {
    Configuration configuration =
        network("width", 32L, "drop", 0.4, "optimizer", "adam", "bias", true, "any", 2.5);
    assertEquals(
        forbidden ? Optional.of("r") : Optional.empty(),
        rules(space(expression)).forbids(configuration));
  }

  @Test
  void wholeValueOfDecimalVariable() {
    Rules rules = rules(space("drop >= 0.0 && drop / 2 < 1"));
    assertEquals(Optional.of("r"), rules.forbids(network("drop", 0L)));
  }

  @Test
  void ruleWithoutItsVariableDoesNotApply() {
    assertEquals(Optional.empty(), rules(space("drop < 1")).forbids(network("width", 32L)));
    assertEquals(
        Optional.empty(), rules(space("drop < 1 || width > 1")).forbids(network("width", 32L)));
  }

  @Test
  void firstSpaceRuleIsNamed() {
    RuleSpec second =
        new RuleSpec("second", "space", "width < 64", "forbid", Level.ERROR, "x.yaml", 8, 1);
    RuleSpec third =
        new RuleSpec("third", "space", "width < 99", "forbid", Level.ERROR, "x.yaml", 9, 1);
    Rules rules = rules(space("width < 16"), second, third);
    assertEquals(Optional.of("second"), rules.forbids(network("width", 32L)));
  }

  @Test
  void spaceRuleThatCannotBeEvaluated() {
    Rules rules = rules(space("width / (width - 32) > 1"));
    String message =
        assertThrows(ExperimentException.class, () -> rules.forbids(network("width", 32L)))
            .getMessage();
    assertTrue(
        message.contains("x.yaml:7:20: rule \"r\": cannot judge network[width=32]"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "space | dropp > 0.3 | x.yaml:7:20: rule \"r\": undeclared reference to 'dropp'; did you"
            + " mean 'drop'?",
        "space | width < 64 && drp > 1 | x.yaml:7:34: rule \"r\": undeclared reference to 'drp';"
            + " did you mean 'drop'?",
        "space | width < 'x' | x.yaml:7:26: rule \"r\": found no matching overload for '<' applied"
            + " to (int, string)",
        "space | width | x.yaml:7:20: rule \"r\": the expression must be true or false, found type"
            + " int",
        "space | width < | x.yaml:7:27: rule \"r\": the expression ends too early",
        "space | drop > 1/3 | x.yaml:7:28: rule \"r\": 1/3 divides whole numbers and gives 0",
        "space | best('network').kappa > 1 | x.yaml:7:24: rule \"r\": undeclared reference to"
            + " 'best'",
        "end | best('netwrk').kappa > 1 | x.yaml:7:25: rule \"g\": unknown learner \"netwrk\";"
            + " did you mean 'network'?",
        "end | best('network').kapa > 1 | unknown metric \"kapa\"; did you mean 'kappa'?",
        "end | best('network').percent-correct > 1 | ; in expressions percent-correct is"
            + " percentCorrect",
        "end | best('network')['percent-corect'] > 1 | did you mean 'percent-correct'?",
        "end | gain('network', 'forest', 'kapa') > 1 | x.yaml:7:46: rule \"g\": unknown metric",
        "end | gain('network', 'forrest') > 1 | did you mean 'forest'?",
        "end | best('network', 'irs').kappa > 1 | unknown data set \"irs\"; did you mean 'iris'?",
        "end | best('network') > 1 | found no matching overload for '>' applied to (map(string,"
            + " double), int)",
        "end | best('network') == best('forest') | values are read one by one",
        "end | size(best('network')) > 1 | values are read one by one",
        "end | has(best('network').kappa) | values are read one by one",
        "end | best(3).kappa > 1 | it takes best(learner), best(learner, data set)",
        "end | significant('network', 'forest', 'kappa', 5.0) | lies between 0 and 0.5",
        "end | significant('network', 'forest', 'training-rows', 0.05) | training-rows is neither",
        "end | equivalent('network', 'forest', 'kappa', 0, 0.05) | a margin is more than 0, found"
            + " 0",
        "end | noninferior('network', 'forest', 0.05) | it takes noninferior(learner, learner,"
            + " margin, level)",
        "end | failurs == 0 | undeclared reference to 'failurs'; did you mean 'failures'?",
        "end | best(network).kappa > 1 | 'network'; a learner's name stands in quotes",
        "end | best.kappa > 1 | 'best' is a function; it takes best(learner)",
        "end | best('network') | the expression must be true or false, found type map(string,"
            + " double); read a metric of it, as in best('network').kappa",
        "end | failures = 0 | x.yaml:7:29: rule \"g\": token recognition error at: '= '; write ==",
        "end | failures == 0 and cells > 0 | mismatched input 'and'; write &&",
        "end | failures == 0 % | the expression ends too early",
        "end | failures == 0 1 | extraneous input '1'",
        "space | hidden-units > 3 | a dash is a minus in expressions, so hidden-units needs"
            + " another",
        "end | width < 64 | undeclared reference to 'width'",
      })
  void wrongExpressionsAreRefused(String event, String expression, String expected) {
    RuleSpec spec = event.equals("end") ? gate(expression) : space(expression);
    String message = assertThrows(ExperimentException.class, () -> rules(spec)).getMessage();
    assertTrue(message.contains(expected), message);
    assertTrue(message.startsWith("x.yaml:7:"), message);
  }

  @Test
  void emptyExpressionIsRefused() {
    String message = assertThrows(ExperimentException.class, () -> rules(gate(" "))).getMessage();
    assertTrue(message.contains("the expression is empty"), message);
  }

  @Test
  void laterLinesCount() {
    RuleSpec spec = space("width < 64 &&\n  drp > 1");
    String message = assertThrows(ExperimentException.class, () -> rules(spec)).getMessage();
    assertTrue(message.startsWith("x.yaml:8:22: "), message);
  }

  @Test
  void wrongEventsAndActionsAreRefused() {
    RuleSpec event = new RuleSpec("r", "spce", "true", "forbid", Level.ERROR, "x.yaml", 3, 4);
    String first = assertThrows(ExperimentException.class, () -> rules(event)).getMessage();
    assertTrue(first.contains("unknown event \"spce\"; did you mean 'space'?"), first);
    RuleSpec action = new RuleSpec("r", "end", "true", "stop", Level.ERROR, "x.yaml", 3, 4);
    String second = assertThrows(ExperimentException.class, () -> rules(action)).getMessage();
    assertTrue(second.contains("a rule on end can only expect, found \"stop\""), second);
  }

  @Test
  void leadingMetricNeedsDirection() {
    String message =
        assertThrows(
                ExperimentException.class,
                () -> Rules.compile(List.of(), List.of("training-rows"), List.of(), Map.of()))
            .getMessage();
    assertTrue(message.contains("training-rows"), message);
  }

  private static Fixtures iris() {
    double[] forest = Fixtures.noise(10, 90, 3, 1);
    return Fixtures.of(1, 10)
        .data("iris", 3)
        .learner("forest")
        .learner("network", "width", 8L)
        .learner("network", "width", 32L)
        .values("iris", "forest", "Percent_correct", forest)
        .values("iris", "forest", "Kappa_statistic", Fixtures.noise(10, 0.8, 0.05, 1))
        .values("iris", "network[width=8]", "Percent_correct", Fixtures.noise(10, 80, 3, 2))
        .values("iris", "network[width=8]", "Kappa_statistic", Fixtures.noise(10, 0.95, 0.01, 4))
        .values("iris", "network[width=32]", "Percent_correct", Fixtures.map(forest, v -> v + 4))
        .values("iris", "network[width=32]", "Kappa_statistic", Fixtures.noise(10, 0.9, 0.01, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "best('network').percentCorrect > 92 => PASS",
        "best('network').kappa > 0.92 => FAIL",
        "best('network').kappa > best('network[width=8]').kappa => FAIL",
        "best('network')['percent-correct'] > 92 => PASS",
        "best('network').Percent_correct > 92 && best('forest').kappa < 1 => PASS",
        "mean('network').percentCorrect < best('network').percentCorrect => PASS",
        "mean('forest').percentCorrect == best('forest').percentCorrect => PASS",
        "deviation('forest').kappa > 0 => PASS",
        "gain('network', 'forest') > 3.99 && gain('network', 'forest') < 4.01 => PASS",
        "gain('forest', 'network', 'percent-correct') < -3.99 => PASS",
        "gain('network', 'forest', 'percent-correct', 'iris') > 3 => PASS",
        "significant('network', 'forest', 0.05) => PASS",
        "significant('network', 'forest', 'percent-correct', 0.05) => PASS",
        "significant('forest', 'network', 'percent-correct', 0.05) => FAIL",
        "worse('forest', 'network', 0.05) => PASS",
        "!worse('network', 'forest', 0.05, 'iris') => PASS",
        "significant('network[width=8]', 'forest', 0.05) => FAIL",
        "worse('network[width=8]', 'forest', 'percent-correct', 0.05) => PASS",
        "superior('network', 'forest', 3, 0.05) => PASS",
        "superior('network', 'forest', 'percent-correct', 5, 0.05) => FAIL",
        "noninferior('network', 'forest', 0.5, 0.05, 'iris') => PASS",
        "noninferior('forest', 'network', 'percent-correct', 1, 0.05, 'iris') => FAIL",
        "equivalent('network', 'forest', 'kappa', 0.5, 0.05) => PASS",
        "equivalent('network', 'forest', 3.5, 0.05) => FAIL",
        "failures == 0 && cells == 30 => PASS",
        "failures > 0 => FAIL",
        "dataSet == 'iris' && classes == 3 && rows == 150 && attributes == 5 => PASS",
        "best('network').logLoss < 1 => INCONCLUSIVE",
        "best('network').logLoss < 1 || failures == 0 => PASS",
        "best('network').logLoss < 1 && failures > 0 => FAIL",
        "best('network').kappa / (failures - 0) > 1 => PASS",
        "rows / failures > 1 => INCONCLUSIVE",
      })
  void gatesDecide(String expression, Outcome expected) {
    Verdict verdict = judge(expression, iris().build());
    assertEquals(expected, verdict.outcome(), verdict.reason());
    assertTrue(verdict.reason().length() > 10, verdict.reason());
  }

  @Test
  void reasonHasItsNumbers() {
    Verdict verdict = judge("best('network').kappa >= 0.99", iris().build());
    assertTrue(
        verdict
            .reason()
            .startsWith(
                "does not hold on iris: kappa 0.89599, sd 0.00513, n = 10 for network[width=32],"
                    + " best of 2"),
        verdict.reason());
    Verdict test = judge("significant('network', 'forest', 'kappa', 0.05)", iris().build());
    for (String part : List.of("p = ", "n = 10", "difference ", "p times 2")) {
      assertTrue(test.reason().contains(part), test.reason());
    }
  }

  @Test
  void winnerOfManyPaysForTheChoice() {
    Fixtures fixtures = Fixtures.of(1, 10).data("iris", 3).learner("forest");
    double[] forest = Fixtures.noise(10, 90, 3, 1);
    fixtures.values("iris", "forest", "Percent_correct", forest);
    for (long width = 1; width <= 50; width++) {
      fixtures.learner("network", "width", width);
      double[] better = new double[10];
      for (int i = 0; i < 10; i++) {
        better[i] = forest[i] + width * 0.02 + (i % 3) * 0.8;
      }
      fixtures.values("iris", "network[width=" + width + "]", "Percent_correct", better);
    }
    ExperimentResults results = fixtures.build();
    String alone = "significant('network[width=50]', 'forest', 0.05)";
    assertEquals(Outcome.PASS, judge(alone, results).outcome());
    Verdict chosen = judge("significant('network', 'forest', 0.0005)", results);
    assertEquals(
        Outcome.PASS,
        judge("significant('network[width=50]', 'forest', 0.0005)", results).outcome());
    assertEquals(Outcome.FAIL, chosen.outcome(), chosen.reason());
  }

  @Test
  void lowerIsBetterForErrors() {
    Fixtures fixtures =
        Fixtures.of(1, 5)
            .metrics("log-loss")
            .data("iris", 3)
            .learner("network", "width", 8L)
            .learner("network", "width", 32L)
            .learner("forest")
            .values("iris", "network[width=8]", "Log_loss", 0.5, 0.52, 0.51, 0.49, 0.5)
            .values("iris", "network[width=32]", "Log_loss", 0.2, 0.22, 0.21, 0.19, 0.2)
            .values("iris", "forest", "Log_loss", 0.4, 0.43, 0.42, 0.38, 0.4);
    Rules rules =
        Rules.compile(
            List.of(
                gate("best('network').logLoss < 0.25"),
                gate("gain('network', 'forest') > 0.1"),
                gate("significant('network', 'forest', 'log-loss', 0.05)"),
                gate("worse('network[width=8]', 'forest', 0.05)")),
            List.of("log-loss"),
            List.of("network", "forest"),
            Map.of());
    for (Verdict verdict : rules.judge(fixtures.build())) {
      assertEquals(Outcome.PASS, verdict.outcome(), verdict.reason());
    }
  }

  @Test
  void gateMustHoldOnEveryDataSet() {
    Fixtures fixtures =
        Fixtures.of(1, 2)
            .data("iris", 3)
            .data("glass", 6)
            .data("cpu", 0)
            .learner("network")
            .values("iris", "network", "Kappa_statistic", 0.9, 0.8)
            .values("glass", "network", "Kappa_statistic", 0.4, 0.5)
            .values("cpu", "network", "Correlation_coefficient", 0.4, 0.5);
    Verdict low = judge("best('network').kappa > 0.3", fixtures.build());
    assertEquals(Outcome.PASS, low.outcome(), low.reason());
    assertTrue(low.reason().contains("not judged on cpu"), low.reason());
    Verdict high = judge("best('network').kappa > 0.6", fixtures.build());
    assertEquals(Outcome.FAIL, high.outcome(), high.reason());
    assertTrue(
        high.reason()
            .startsWith(
                "does not hold on 1 of 2 data sets, and must hold on all\n"
                    + "does not hold on glass: kappa 0.45,"),
        high.reason());
    assertTrue(high.reason().contains("\nholds on iris: kappa 0.85,"), high.reason());
    Verdict named = judge("best('network', 'iris').kappa > 0.6", fixtures.build());
    assertEquals(Outcome.PASS, named.outcome(), named.reason());
    assertTrue(named.reason().contains("on iris"), named.reason());
    Verdict numeric = judge("best('network').correlation > 0.3", fixtures.build());
    assertEquals(Outcome.PASS, numeric.outcome(), numeric.reason());
    Verdict nowhere =
        judge("best('network').correlation > 0.3 && best('network').kappa > 0.3", fixtures.build());
    assertEquals(Outcome.INCONCLUSIVE, nowhere.outcome(), nowhere.reason());
  }

  @Test
  void gapsAreInconclusive() {
    Verdict failed =
        judge(
            "best('forest').kappa > 0.1", iris().fail("iris", "forest", 3, "it diverged").build());
    assertEquals(Outcome.INCONCLUSIVE, failed.outcome(), failed.reason());
    assertTrue(failed.reason().contains("1 of 10 cells failed"), failed.reason());

    Fixtures one =
        Fixtures.of(1, 1)
            .data("iris", 3)
            .learner("network")
            .learner("forest")
            .values("iris", "network", "Percent_correct", 90)
            .values("iris", "forest", "Percent_correct", 80);
    Verdict few = judge("significant('network', 'forest', 0.05)", one.build());
    assertEquals(Outcome.INCONCLUSIVE, few.outcome(), few.reason());
    assertTrue(few.reason().contains("at least 2 folds"), few.reason());
    assertEquals(Outcome.PASS, judge("best('network').percentCorrect > 85", one.build()).outcome());
    assertEquals(
        Outcome.INCONCLUSIVE,
        judge("deviation('network').percentCorrect < 1", one.build()).outcome());

    Fixtures missing =
        Fixtures.of(1, 3)
            .data("iris", 3)
            .learner("network")
            .values("iris", "network", "Kappa_statistic", 0.9, Double.NaN, 0.9);
    Verdict gap = judge("best('network').kappa > 0.5", missing.build());
    assertEquals(Outcome.INCONCLUSIVE, gap.outcome(), gap.reason());
    assertTrue(gap.reason().contains("missing in 1 of 3 cells"), gap.reason());

    Fixtures unfinished =
        Fixtures.of(1, 5)
            .data("iris", 3)
            .learner("network")
            .values("iris", "network", "Kappa_statistic", 0.9, 0.9);
    Verdict partly = judge("best('network').kappa > 0.5", unfinished.build());
    assertTrue(partly.reason().contains("only 2 of 5 cells are done"), partly.reason());

    Verdict absent = judge("best('net' + 'wrk').kappa > 0.5", unfinished.build());
    assertEquals(Outcome.INCONCLUSIVE, absent.outcome(), absent.reason());
    assertTrue(absent.reason().contains("did you mean 'network'?"), absent.reason());
  }

  @Test
  void failedConfigurationIsLeftOutOfTheChoice() {
    ExperimentResults results = iris().fail("iris", "network[width=32]", 0, "it diverged").build();
    Verdict verdict = judge("best('network').percentCorrect > 70", results);
    assertEquals(Outcome.PASS, verdict.outcome(), verdict.reason());
    assertTrue(
        verdict.reason().contains("not chosen, network[width=32]: 1 of 10 cells failed"),
        verdict.reason());
  }

  @Test
  void verdictsKeepFileOrderAndLevels() {
    RuleSpec warning =
        new RuleSpec("w", "end", "failures > 0", "expect", Level.WARNING, "x.yaml", 8, 1);
    List<Verdict> verdicts = rules(gate("failures == 0"), warning).judge(iris().build());
    assertEquals(List.of("g", "w"), verdicts.stream().map(Verdict::rule).toList());
    assertEquals(
        List.of(Level.ERROR, Level.WARNING), verdicts.stream().map(Verdict::level).toList());
  }
}
