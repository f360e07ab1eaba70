// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Relu;
import backprop.engine.layer.Dense;
import backprop.engine.layer.MemberHeads;
import backprop.engine.layer.Reshape;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.loss.MembersLoss;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.AdamW;
import backprop.engine.optimize.Ema;
import backprop.engine.optimize.Optimization;
import backprop.engine.schedule.Constant;
import backprop.weka.TestData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weka.core.Attribute;
import weka.core.Instances;
import weka.core.Utils;

class AutomaticTest {
  private static TrainingPlan plan(String line, Task task) throws Exception {
    return Automatic.plan(Settings.take(Utils.splitOptions(line)), task);
  }

  private static double decay(TrainingPlan plan) {
    AdamW adam =
        plan.optimizer() instanceof Ema e
            ? assertInstanceOf(AdamW.class, e.optimizer())
            : assertInstanceOf(AdamW.class, plan.optimizer());
    return assertInstanceOf(Constant.class, adam.weightDecay()).value();
  }

  private static Task one(int rows, int inputs, int outputs, boolean nominal, boolean validated) {
    return new Task(rows, inputs, outputs, nominal, validated, null);
  }

  private static Task ensemble(int rows, boolean validated) {
    return task(Settings.initial(), rows, validated);
  }

  private static Task task(Settings s, int rows, boolean validated) {
    return new Task(rows, 10, 3, true, validated, Recipe.usual(s, rows, true, true));
  }

  @Test
  void lossFollowsTheClass() throws Exception {
    assertEquals(new CrossEntropy(0), plan("", one(50_000, 4, 3, true, true)).loss());
    assertEquals(new MeanSquaredError(), plan("", one(100, 4, 1, false, false)).loss());
    Loss crossFit = new MembersLoss(new CrossEntropy(0), true);
    Loss plain = new MembersLoss(new CrossEntropy(0), false);
    assertEquals(crossFit, plan("", ensemble(100, false)).loss());
    Task numbers =
        new Task(100, 4, 1, false, false, Recipe.usual(Settings.initial(), 100, false, false));
    assertEquals(
        new MembersLoss(new MeanSquaredError(), true), plan("-effort thorough", numbers).loss());
    assertEquals(plain, plan("-V 20", ensemble(100, true)).loss(), "validation rows judge");
    assertEquals(plain, plan("-V 0", ensemble(100, false)).loss(), "nothing is to judge");
  }

  @Test
  void moreRowsWiderLayersLessDecayFewerEpochs() throws Exception {
    TrainingPlan few = plan("", one(150, 4, 3, true, false));
    TrainingPlan many = plan("", one(60_000, 700, 10, true, true));
    assertTrue(((Dense) few.hidden().get(0)).units() < ((Dense) many.hidden().get(0)).units());
    assertEquals(1, decay(few));
    assertEquals(1000.0 / 60_000, decay(many), 1e-4);
    assertEquals(100, few.epochs());
    assertEquals(10, many.epochs());
    assertTrue(few.batch() < many.batch());
    assertEquals(0, few.stopping().patience());
    assertTrue(many.stopping().patience() > 0);
  }

  @Test
  void anEnsembleStopsByItself() throws Exception {
    TrainingPlan few = plan("", ensemble(150, false));
    TrainingPlan many = plan("", ensemble(40_000, false));
    assertEquals(new MemberHeads(64, new Relu()), few.hidden().get(3));
    assertEquals(new MemberHeads(128, new Relu()), many.hidden().get(3));
    assertEquals(0.3, decay(few));
    assertEquals(0.0075, decay(many));
    assertEquals(400, few.epochs());
    assertEquals(15, many.epochs());
    assertEquals(12, few.stopping().patience());
    assertEquals(0.75, few.stopping().growth());
    assertEquals(0, plan("-E 9", ensemble(150, false)).stopping().growth());
    assertEquals(8, many.stopping().patience());
    assertEquals(25, plan("", ensemble(14, false)).stopping().patience(), "one step an epoch");
    assertEquals(0, plan("-V 0", ensemble(150, false)).stopping().patience());
  }

  @Test
  void effortIsMembersEpochsAndSearch() throws Exception {
    for (Effort e : Effort.values()) {
      String line = "-effort " + e.text();
      Settings s = Settings.take(Utils.splitOptions(line));
      TrainingPlan ensemble = plan(line, task(s, 150, false));
      TrainingPlan one = plan(line, one(150, 4, 1, false, false));
      TrainingPlan given = plan(line + " -N 7", one(150, 4, 1, false, false));
      int members = e == Effort.FAST ? 4 : e == Effort.NORMAL ? 8 : 16;
      assertEquals(new Reshape(List.of(members, 64)), ensemble.hidden().get(2), line);
      assertEquals(e == Effort.FAST ? 200 : 400, ensemble.epochs(), line);
      assertEquals(e == Effort.FAST ? 50 : e == Effort.NORMAL ? 100 : 200, one.epochs(), line);
      assertEquals(7, given.epochs(), line);
      assertEquals(e == Effort.THOROUGH, e.searches());
    }
  }

  @Test
  void aSearchLooksAtWhatIsLeftOpen() throws Exception {
    Recipe usual = Recipe.usual(Settings.initial(), 150, true, true);
    List<Recipe> all = usual.neighbors(Settings.initial(), true);
    assertEquals(8, all.size());
    assertEquals(usual, all.get(0));
    assertEquals(4, all.stream().filter(Recipe::bins).count());
    assertEquals(3, all.stream().map(Recipe::decay).distinct().count());
    Recipe number = Recipe.usual(Settings.initial(), 150, false, false);
    assertTrue(number.dropout() < usual.dropout());
    assertEquals(8, number.neighbors(Settings.initial(), true).size());
    assertEquals(4, number.neighbors(Settings.initial(), false).size());
    Settings bins = Settings.take(Utils.splitOptions("-numeric bins"));
    assertTrue(usual.neighbors(bins, true).stream().allMatch(Recipe::bins));
    Settings optimizer = Settings.take(Utils.splitOptions("-optimizer adam"));
    assertEquals(
        List.of(0.3),
        usual.neighbors(optimizer, true).stream().map(Recipe::decay).distinct().toList());
  }

  @Test
  void anEnsembleIsForNominalClassesRowsAndInputsThatAreNotTooMany() throws Exception {
    Instances iris = TestData.iris();
    assertTrue(Ensemble.wanted(Settings.initial(), iris, 49_999));
    assertFalse(Ensemble.wanted(Settings.initial(), iris, 50_000));
    for (String given : List.of("-loss focal(2)", "-layers dense(3)", "-H 3")) {
      assertFalse(Ensemble.wanted(Settings.take(Utils.splitOptions(given)), iris, 150), given);
    }
    Instances numeric = new Instances(iris);
    numeric.setClassIndex(0);
    assertFalse(Ensemble.wanted(Settings.initial(), numeric, 150));
    Settings thorough = Settings.take(Utils.splitOptions("-effort thorough"));
    assertTrue(Ensemble.wanted(thorough, numeric, 150));
    assertFalse(Ensemble.recipe(thorough, numeric, 150).orElseThrow().bins());
    assertTrue(Ensemble.recipe(thorough, iris, 150).orElseThrow().bins());
    assertTrue(Ensemble.wanted(Settings.initial(), wide(1000), 150));
    assertFalse(Ensemble.wanted(Settings.initial(), wide(1001), 150));
    assertTrue(Ensemble.hasRoomForBins(wide(111)));
    assertFalse(Ensemble.hasRoomForBins(wide(112)));
  }

  private static Instances wide(int numbers) {
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < numbers; i++) {
      attributes.add(new Attribute("x" + i));
    }
    attributes.add(new Attribute("y", List.of("a", "b")));
    Instances data = new Instances("wide", attributes, 0);
    data.setClassIndex(numbers);
    return data;
  }

  @Test
  void validationRowsOnlyWhereThereAreManyAndNobodyElseJudges() throws Exception {
    assertEquals(0, Automatic.validation(Settings.initial(), 4999, false));
    assertEquals(10, Automatic.validation(Settings.initial(), 5000, false));
    assertEquals(0, Automatic.validation(Settings.initial(), 5000, true));
    assertEquals(33, Automatic.validation(Settings.take(new String[] {"-V", "33"}), 10, true));
  }

  @Test
  void whatIsGivenIsTaken() throws Exception {
    TrainingPlan plan =
        plan(
            "-layers \"dense(5, tanh)\" -loss huber(2) -optimizer sgd(rate=0.5) -regularizer"
                + " \"l1(0.1), max-norm(2)\" -N 7 -batch 0 -E 3",
            one(100, 4, 1, false, false));
    assertEquals(1, plan.hidden().size());
    assertEquals(5, ((Dense) plan.hidden().get(0)).units());
    assertEquals("sgd(rate=0.5)", Catalogs.print(Optimization.class, plan.optimizer()));
    assertEquals(2, plan.regularizations().size());
    assertEquals(7, plan.epochs());
    assertEquals(0, plan.batch());
    assertEquals(3, plan.stopping().patience());
    assertEquals(
        List.of(), plan("-layers none -regularizer none", one(9, 4, 1, true, true)).hidden());
  }
}
