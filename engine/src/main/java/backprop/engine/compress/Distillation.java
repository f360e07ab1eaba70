// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.compress;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.loss.GuidedLoss;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MembersLoss;
import backprop.engine.loss.TargetKind;
import backprop.engine.metric.Targets;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.train.Batches;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * A small network learns from a large one: {@code share * loss(class) + (1 - share) * T^2 *
 * KL(teacher_T || student_T)}, both distributions softened by the temperature T: {@code p_T =
 * softmax(logits / T)}. Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network",
 * 2015, section 2.
 *
 * <p>The teacher is anything that predicts probabilities, such as a network or an ensemble; its
 * logits are the logarithms of these, which is the same after a softmax. It is asked once for each
 * row. Rows without a class teach, too: by the teacher alone.
 *
 * @param temperature T, above 0; from 2 to 20 in the paper
 * @param share of the loss against the true class, in [0, 1]
 */
@Description("A smaller network that learns from the probabilities of a larger one.")
@Formula(
    "loss = share * hard loss + (1 - share) * T^2 * KL(softmax(teacher / T) "
        + "|| softmax(student / T))")
@Source(
    "Hinton, Vinyals and Dean, \"Distilling the knowledge in a neural "
        + "network\", 2015 (arXiv 1503.02531), section 2")
public record Distillation(double temperature, double share) {
  /** Probabilities below this count as this: logarithms need it. */
  private static final double LEAST = 1e-30;

  public Distillation {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the temperature is " + temperature + ", allowed are finite numbers above 0");
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + ", allowed are 0 to 1");
    }
  }

  /**
   * What it came to.
   *
   * @param before the measure of the student before
   * @param after the measure of the student after
   * @param result how training went
   */
  public record Report(double before, double after, Trainer.Result result) {}

  /**
   * Trains a student in place.
   *
   * @param student with its first weights; its loss, which it keeps, must be one for classes with a
   *     logit for each, such as cross-entropy
   * @param teacher the probabilities of the classes for rows of inputs, one row each
   * @param rows rows with a class
   * @param unlabeled rows without one, whose targets are not looked at; null for none
   * @param measure what is to be reported, such as the accuracy on rows set aside
   * @throws IllegalArgumentException when the student's loss or the teacher's classes do not fit
   * @throws InterruptedException when the thread is interrupted
   */
  public Report run(
      Network student,
      UnaryOperator<Matrix> teacher,
      TrainSpec how,
      Batches rows,
      Batches unlabeled,
      ToDoubleFunction<Network> measure)
      throws InterruptedException {
    double before = measure.applyAsDouble(student);
    Network learner =
        new Network(
            new NetworkSpec(student.spec().input(), student.spec().body(), loss(student)),
            student.kernels(),
            student.rules());
    learner.copyFrom(student);
    Examples taught = taught(student, teacher, rows, unlabeled);
    Trainer.Result result = new Trainer(learner, how, taught, null).run();
    student.copyFrom(learner);
    return new Report(before, measure.applyAsDouble(student), result);
  }

  private Loss loss(Network student) {
    Loss given = student.spec().loss();
    Loss loss = given instanceof MembersLoss m ? m.loss() : given;
    int classes = student.prediction().elements();
    if (loss.kind() != TargetKind.CLASS || student.output().columns() != classes) {
      throw new IllegalArgumentException(
          "a student needs a loss with a logit for each class, such as cross-entropy, not "
              + given);
    }
    Loss guided = GuidedLoss.softened(loss, temperature);
    return given instanceof MembersLoss ? new MembersLoss(guided) : guided;
  }

  /** All rows with their class, what it counts, what the teacher counts, and what it says. */
  private Examples taught(
      Network student, UnaryOperator<Matrix> teacher, Batches rows, Batches unlabeled) {
    Kernels k = student.kernels();
    int known = rows.rows();
    int all = known + (unlabeled == null ? 0 : unlabeled.rows());
    int columns = student.spec().input().elements();
    int classes = student.prediction().elements();
    Matrix inputs = Matrix.of(k.allocate(all * columns), all, columns);
    Matrix targets = Matrix.of(k.allocate(known), known, 1);
    rows.inputs(counting(known), 0, known, inputs.rows(0, known));
    rows.targets(counting(known), 0, known, targets);
    if (all > known) {
      int more = all - known;
      unlabeled.inputs(counting(more), 0, more, inputs.rows(known, more));
    }
    Matrix said = teacher.apply(inputs);
    if (said.rows() != all || said.columns() != classes) {
      throw new IllegalArgumentException(
          "the teacher says "
              + said.columns()
              + " numbers for each of "
              + said.rows()
              + " rows, the student has "
              + classes
              + " classes and "
              + all
              + " rows");
    }
    double[] probabilities = said.toArray();
    double[] wanted = targets.toArray();
    int[] order = counting(known);
    Examples taught = new Examples(k, all, columns, 3 + classes);
    float[] input = new float[columns];
    float[] target = new float[3 + classes];
    for (int r = 0; r < all; r++) {
      inputs.buffer().read(inputs.offset() + r * columns, input, 0, columns);
      target[0] = r < known ? (float) wanted[r] : 0;
      target[1] = r < known ? (float) share : 0;
      target[2] = (float) (1 - share);
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += softened(probabilities[r * classes + c]);
      }
      for (int c = 0; c < classes; c++) {
        target[3 + c] = (float) (softened(probabilities[r * classes + c]) / sum);
      }
      double weight = r < known ? rows.weight(order, r, 1) : 1;
      taught.set(r, input, target, weight);
    }
    int[] groups = rows.groups();
    return taught.described(Targets.numbers(), groups);
  }

  /** In proportion to the probability at the temperature: that of the logit divided by it. */
  private double softened(double probability) {
    return StrictMath.pow(Math.max(probability, LEAST), 1 / temperature);
  }

  private static int[] counting(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    return order;
  }
}
