// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.GuidedLoss;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.network.Predictions;
import backprop.engine.train.Trainer;
import backprop.engine.unsupervised.Tables;
import org.junit.jupiter.api.Test;

class DistillationTest {
  private final Kernels k = new JavaBackend().open(1);

  private Network network(int columns, String layers, String loss, long seed) {
    Network net =
        new Network(
            new NetworkSpec(
                Shape.of(columns),
                Catalogs.parse(Layer.class, "chain([" + layers + "])"),
                Catalogs.parse(Loss.class, loss)),
            k);
    net.initialize(seed);
    return net;
  }

  @Test
  void aSmallStudentLearnsMoreFromATeacherThanAlone() throws InterruptedException {
    Tables data = Tables.segment();
    Tables few = data.part(0, 60);
    Tables unlabeled = data.part(60, 1100);
    Tables test = data.part(1100, 1500);
    Network teacher = network(18, "dense(64, relu), dense(64, relu), dense(7)", "cross-entropy", 1);
    new Trainer(teacher, Tables.spec(40, 0.003, 1), data.part(0, 1100).examples(k), null).run();
    double alone = 0;
    double taught = 0;
    for (long seed = 1; seed <= 3; seed++) {
      String small = "dense(8, tanh), dense(7)";
      Network own = network(18, small, "cross-entropy", seed);
      new Trainer(own, Tables.spec(300, 0.005, seed), few.examples(k), null).run();
      alone += test.accuracy(own) / 3;
      Network student = network(18, small, "cross-entropy", seed);
      double before = test.accuracy(student);
      Distillation.Report report =
          new Distillation(3, 0.3)
              .run(
                  student,
                  rows -> Predictions.of(teacher, rows),
                  Tables.spec(40, 0.005, seed),
                  few.examples(k),
                  unlabeled.examples(k),
                  test::accuracy);
      assertEquals(before, report.before());
      assertEquals(test.accuracy(student), report.after());
      assertEquals("cross-entropy", Catalogs.print(Loss.class, student.spec().loss()));
      taught += report.after() / 3;
    }
    assertTrue(taught > alone + 0.02, taught + " taught, " + alone + " alone");
  }

  /** By hand: a * L + b * T^2 * KL of softmax(x / T) from the guide. */
  @Test
  void theLossIsTheFormula() {
    double t = 2.5;
    Loss loss = GuidedLoss.softened(Catalogs.parse(Loss.class, "cross-entropy"), t);
    Network net =
        new Network(
            new NetworkSpec(Shape.of(3), Catalogs.parse(Layer.class, "chain([])"), loss), k);
    assertEquals(Shape.of(6), net.target());
    Program p = net.evaluationProgram(1);
    double[] x = {0.3, -1, 2};
    double[] guide = {0.2, 0.5, 0.3};
    p.input().set(x);
    p.target().set(1, 0.4, 0.6, 0.2, 0.5, 0.3);
    p.forward();
    double hard = Math.log(Math.exp(0.3) + Math.exp(-1) + Math.exp(2)) + 1;
    double sum = Math.exp(0.3 / t) + Math.exp(-1 / t) + Math.exp(2 / t);
    double divergence = 0;
    for (int c = 0; c < 3; c++) {
      divergence += guide[c] * Math.log(guide[c] / (Math.exp(x[c] / t) / sum));
    }
    assertEquals(0.4 * hard + 0.6 * t * t * divergence, p.loss().toArray()[0], 1e-5);
  }

  /** A student that is the teacher already has nothing to learn from it. */
  @Test
  void theTeachersOwnPredictionsLeaveItAsItIs() throws InterruptedException {
    Tables moons = Tables.moons(100, 0.2, 1);
    Network teacher = network(2, "dense(6, tanh), dense(2)", "cross-entropy", 1);
    Network student = network(2, "dense(6, tanh), dense(2)", "cross-entropy", 1);
    new Distillation(4, 0)
        .run(
            student,
            rows -> Predictions.of(teacher, rows),
            Tables.spec(1, 1e-5, 1),
            moons.examples(k),
            null,
            moons::accuracy);
    assertArrayEquals(teacher.parameters().toArray(), student.parameters().toArray(), 1e-4);
    Network members =
        network(
            2, "members(4), member-dense(6, tanh), member-heads(2)", "members(cross-entropy)", 1);
    Distillation.Report report =
        new Distillation(2, 0.5)
            .run(
                members,
                rows -> Predictions.of(teacher, rows),
                Tables.spec(30, 0.01, 1),
                moons.examples(k),
                null,
                moons::accuracy);
    assertTrue(report.after() > 0.8, "" + report.after());
  }

  @Test
  void whatCannotBeTaughtIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Distillation(0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new Distillation(1, 1.5));
    Tables moons = Tables.moons(20, 0.2, 1);
    Network ordinal = network(2, "dense(1)", "ordinal", 1);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Distillation(2, 0.5)
                    .run(
                        ordinal,
                        rows -> rows,
                        Tables.spec(1, 0.1, 1),
                        moons.examples(k),
                        null,
                        n -> 0));
    assertTrue(e.getMessage().startsWith("a student needs a loss with a logit"), e.getMessage());
  }
}
