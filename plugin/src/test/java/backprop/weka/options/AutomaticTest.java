// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.layer.Dense;
import backprop.engine.layer.MemberDense;
import backprop.engine.layer.Members;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.AdamW;
import backprop.engine.optimize.Optimization;
import backprop.engine.schedule.Constant;
import java.util.List;
import org.junit.jupiter.api.Test;
import weka.core.Utils;

class AutomaticTest {
  private static TrainingPlan plan(String line, Task task) throws Exception {
    return Automatic.plan(Settings.take(Utils.splitOptions(line)), task);
  }

  private static double decay(TrainingPlan plan) {
    AdamW adam = assertInstanceOf(AdamW.class, plan.optimizer());
    return assertInstanceOf(Constant.class, adam.weightDecay()).value();
  }

  @Test
  void lossFollowsTheClass() throws Exception {
    assertEquals(new CrossEntropy(0.03), plan("", new Task(100, 4, 3, true, false)).loss());
    assertEquals(new CrossEntropy(0), plan("", new Task(50_000, 4, 3, true, true)).loss());
    assertEquals(
        new CrossEntropy(0), plan("-layers dense(3)", new Task(100, 4, 3, true, false)).loss());
    assertEquals(new MeanSquaredError(), plan("", new Task(100, 4, 1, false, false)).loss());
  }

  @Test
  void moreRowsWiderLayersLessDecayFewerEpochs() throws Exception {
    TrainingPlan few = plan("", new Task(150, 4, 3, true, false));
    TrainingPlan many = plan("", new Task(60_000, 700, 10, true, true));
    assertEquals(new Members(8), few.hidden().get(0));
    assertTrue(
        ((MemberDense) few.hidden().get(1)).units() < ((Dense) many.hidden().get(0)).units());
    assertEquals(1, decay(few));
    assertEquals(1000.0 / 60_000, decay(many), 1e-4);
    assertEquals(100, few.epochs());
    assertEquals(10, many.epochs());
    assertTrue(few.batch() < many.batch());
    assertEquals(0, few.stopping().patience());
    assertTrue(many.stopping().patience() > 0);
  }

  @Test
  void anEnsembleIsForNominalClassesRowsAndInputsThatAreNotTooMany() throws Exception {
    assertEquals(new Members(8), plan("", new Task(49_999, 1000, 2, true, true)).hidden().get(0));
    for (Task task :
        List.of(
            new Task(50_000, 10, 2, true, true),
            new Task(100, 1001, 2, true, false),
            new Task(100, 10, 1, false, false))) {
      assertInstanceOf(Dense.class, plan("", task).hidden().get(0), task.toString());
    }
    assertInstanceOf(
        Dense.class, plan("-loss focal(2)", new Task(100, 4, 3, true, false)).hidden().get(0));
  }

  @Test
  void moreClassesAndFewerRowsTrainLonger() throws Exception {
    assertEquals(50, plan("", new Task(1000, 10, 2, true, false)).epochs());
    assertEquals(75, plan("", new Task(1000, 10, 3, true, false)).epochs());
    assertEquals(100, plan("", new Task(1000, 10, 20, true, false)).epochs());
    assertEquals(100, plan("", new Task(20, 10, 2, true, false)).epochs());
    assertEquals(20, plan("", new Task(20_000, 10, 20, true, true)).epochs());
  }

  @Test
  void validationRowsOnlyWhereThereAreMany() throws Exception {
    assertEquals(0, Automatic.validation(Settings.initial(), 4999));
    assertEquals(10, Automatic.validation(Settings.initial(), 5000));
    assertEquals(33, Automatic.validation(Settings.take(new String[] {"-V", "33"}), 10));
  }

  @Test
  void whatIsGivenIsTaken() throws Exception {
    TrainingPlan plan =
        plan(
            "-layers \"dense(5, tanh)\" -loss huber(2) -optimizer sgd(rate=0.5) -regularizer"
                + " \"l1(0.1), max-norm(2)\" -N 7 -batch 0 -E 3",
            new Task(100, 4, 1, false, false));
    assertEquals(1, plan.hidden().size());
    assertEquals(5, ((Dense) plan.hidden().get(0)).units());
    assertEquals("sgd(rate=0.5)", Catalogs.print(Optimization.class, plan.optimizer()));
    assertEquals(2, plan.regularizations().size());
    assertEquals(7, plan.epochs());
    assertEquals(0, plan.batch());
    assertEquals(3, plan.stopping().patience());
    assertEquals(
        List.of(), plan("-layers none -regularizer none", new Task(9, 4, 1, true, true)).hidden());
  }
}
