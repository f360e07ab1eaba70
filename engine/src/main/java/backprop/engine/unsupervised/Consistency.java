// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Program;
import backprop.engine.loss.GuidedLoss;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.train.Batches;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingListener;

/**
 * Learns from rows without a class by being consistent: {@code mean loss of rows with a class +
 * w(t) * mean over all rows of the squared difference between the prediction and a teacher's}. Both
 * see the row under noise of their own: dropout and noise layers of the network, and augmentations
 * for the student. The weight rises over the first epochs as {@code e^(-5 (1 - t)^2)}.
 *
 * <p>Without decay the teacher is the network itself (the Pi-model of Laine and Aila, "Temporal
 * ensembling for semi-supervised learning", ICLR 2017). No gradient flows through the teacher,
 * which halves it in expectation. With decay it is an exponential average of the network's weights,
 * {@code teacher = a * teacher + (1 - a) * student} after each step with {@code a = min(decay, 1 -
 * 1 / (step + 1))}: the mean teacher of Tarvainen and Valpola, NIPS 2017, which is what the network
 * ends as.
 *
 * @param decay of the average, in [0, 1); 0 for the Pi-model
 * @param weight weight of the difference in the end, at least 0
 * @param rise epochs in which it rises, from 0
 */
@Description("Asks for the same prediction of a row without a class under different " + "noise.")
@Formula("loss = mean over labeled rows + ramp(epoch) * mean of (p - p_teacher)^2")
@Source(
    "Laine and Aila, \"Temporal ensembling for semi-supervised learning\", "
        + "ICLR 2017; Tarvainen and Valpola, \"Mean teachers are better role "
        + "models\", NIPS 2017")
public record Consistency(double decay, double weight, int rise) {
  public Consistency {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay is " + decay + ", allowed are 0 up to, but not, 1");
    }
    Ramp.check(0, rise);
    Ramp.check(weight);
  }

  /**
   * Trains a network in place.
   *
   * @param network with its first weights; the prediction of its loss must have a gradient, as that
   *     of cross-entropy
   * @param unlabeled rows without a target, whose targets are not looked at
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException when the loss cannot be guided
   */
  public Trainer.Result run(
      Network network,
      TrainSpec how,
      Batches labeled,
      Batches unlabeled,
      TrainingListener... listeners)
      throws InterruptedException {
    Ramp.refuseMinimizer(how);
    NetworkSpec spec = network.spec();
    Network student =
        new Network(
            new NetworkSpec(spec.input(), spec.body(), GuidedLoss.consistent(spec.loss())),
            network.kernels(),
            network.rules());
    student.copyFrom(network);
    Ramp ramp = new Ramp();
    Guided rows = new Guided(network, student, labeled, unlabeled, ramp, how.seed());
    Trainer.Result result = new Trainer(student, how, rows, null, ramp.with(listeners)).run();
    if (decay > 0) {
      rows.follow();
    } else {
      network.copyFrom(student);
    }
    return result;
  }

  private final class Guided extends TwoKinds {
    /** Part of the key of the teacher's random masks. */
    private static final long TEACHER = 0x54454143484552L;

    private final Network teacher;
    private final Network student;
    private final Ramp ramp;
    private final long seed;
    private final int guideColumns;
    private Program program;
    private double[] guides = {};
    private long steps;
    private boolean fresh;

    Guided(
        Network teacher,
        Network student,
        Batches labeled,
        Batches unlabeled,
        Ramp ramp,
        long seed) {
      super(teacher, labeled, unlabeled);
      this.teacher = teacher;
      this.student = student;
      this.ramp = ramp;
      this.seed = RandomStream.extend(seed, TEACHER);
      this.guideColumns = teacher.prediction().elements();
    }

    /** Moves the teacher towards the student, or to where it is. */
    void follow() {
      double a = Math.min(decay, 1 - 1.0 / (steps + 1));
      kernels.axpby(1 - a, student.parameters(), a, teacher.parameters());
      if (student.state().columns() > 0) {
        kernels.copy(student.state(), teacher.state());
      }
    }

    /** Asked for by training only: the time to ask the teacher. */
    @Override
    public void lossWeights(int[] order, int from, int count, Matrix to) {
      follow();
      if (program == null || program.maxBatch() < count) {
        program = teacher.samplingProgram(kernels, count);
      }
      program.batch(count);
      program.randomness(seed, steps++);
      inputs(order, from, count, program.input());
      program.forward();
      Matrix p = program.prediction();
      if (guides.length < p.size()) {
        guides = new double[p.size()];
      }
      p.buffer().read(p.offset(), guides, 0, p.size());
      kernels.fill(1.0 / count, to);
      fresh = true;
    }

    @Override
    public void targets(int[] order, int from, int count, Matrix to) {
      int columns = targetColumns + 2 + guideColumns;
      double[] wanted = numbers(count * columns);
      double missing = 1 - ramp.between(0, rise);
      double now = fresh ? weight * StrictMath.exp(-5 * missing * missing) : 0;
      for (int i = 0; i < count; i++) {
        int row = order[from + i];
        int at = i * columns;
        boolean own = known(row);
        ownTarget(own ? row : 0, wanted, at);
        // where nobody asks for weights of rows, those with a target count by their own
        double share = fresh ? ownShare(row) : 1;
        wanted[at + targetColumns] = own ? share : 0;
        wanted[at + targetColumns + 1] = now;
        for (int c = 0; c < guideColumns; c++) {
          wanted[at + targetColumns + 2 + c] = fresh ? guides[i * guideColumns + c] : 0;
        }
      }
      fresh = false;
      to.buffer().write(to.offset(), wanted, 0, count * columns);
    }
  }
}
