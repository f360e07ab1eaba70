// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.layer.Dense;
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
    assertEquals(new CrossEntropy(0), plan("", new Task(100, 4, 3, true, false)).loss());
    assertEquals(new MeanSquaredError(), plan("", new Task(100, 4, 1, false, false)).loss());
  }

  @Test
  void moreRowsWiderLayersLessDecayFewerEpochs() throws Exception {
    TrainingPlan few = plan("", new Task(150, 4, 3, true, false));
    TrainingPlan many = plan("", new Task(60_000, 700, 10, true, true));
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
