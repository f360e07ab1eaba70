// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.loss.TargetKind;
import backprop.engine.network.Network;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.train.Batches;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import backprop.engine.train.TrainingListener;
import java.util.Arrays;

/**
 * Learns from rows without a class by taking the network's own confident predictions for true ones,
 * anew in every step: {@code mean loss of rows with a class + a(t) * mean loss of rows without},
 * where a row without counts only if the probability of its likeliest class reaches the threshold,
 * and a rises in a straight line between two epochs from 0 to the weight. Lee, "Pseudo-label: the
 * simple and efficient semi-supervised learning method for deep neural networks", ICML workshop
 * 2013, equations 15 and 16; there the threshold is 0.
 *
 * @param threshold least probability, in [0, 1)
 * @param weight weight of the rows without a class in the end, at least 0; 3 in the paper
 * @param from epoch from which on they count, from 0
 * @param full epoch from which on they count fully, at least {@code from}
 */
@Description("Takes confident predictions of rows without a class for their classes.")
@Formula(
    "loss = mean over labeled rows + ramp(epoch) * mean over rows with max p "
        + "> threshold of -ln p(argmax p)")
@Source(
    "Lee, \"Pseudo-label: the simple and efficient semi-supervised learning "
        + "method for deep neural networks\", ICML workshop 2013, equations 15 and "
        + "16")
public record PseudoLabels(double threshold, double weight, int from, int full) {
  public PseudoLabels {
    if (!(threshold >= 0 && threshold < 1)) {
      throw new IllegalArgumentException(
          "threshold is " + threshold + ", allowed are 0 up to, but not, 1");
    }
    Ramp.check(from, full);
    Ramp.check(weight);
  }

  /**
   * Trains a network in place.
   *
   * @param network with its first weights; its loss must be one for classes
   * @param unlabeled rows without a class, whose targets are not looked at
   * @param validation rows with a class, or null
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException when the loss is not for classes
   */
  public Trainer.Result run(
      Network network,
      TrainSpec how,
      Batches labeled,
      Batches unlabeled,
      Batches validation,
      TrainingListener... listeners)
      throws InterruptedException {
    Ramp.refuseMinimizer(how);
    TargetKind kind = network.spec().loss().kind();
    if (kind != TargetKind.CLASS && kind != TargetKind.ANSWERS && kind != TargetKind.SHARES) {
      throw new IllegalArgumentException(
          "pseudo-labels are for classes, but the loss "
              + network.spec().loss()
              + " is for others");
    }
    Ramp ramp = new Ramp();
    Batches rows = new Labeling(network, labeled, unlabeled, ramp);
    return new Trainer(network, how, rows, validation, ramp.with(listeners)).run();
  }

  private final class Labeling extends TwoKinds {
    private final Network network;
    private final Ramp ramp;
    private final boolean index;
    private Program program;
    private double[] predicted = {};
    private boolean fresh;

    Labeling(Network network, Batches labeled, Batches unlabeled, Ramp ramp) {
      super(network, labeled, unlabeled);
      this.network = network;
      this.ramp = ramp;
      this.index = network.spec().loss().kind() == TargetKind.CLASS;
    }

    /** Asked for by training only: the time to predict. */
    @Override
    public void lossWeights(int[] order, int from, int count, Matrix to) {
      predict(order, from, count);
      double factor = weight * ramp.between(PseudoLabels.this.from, full) * rows() / unlabeled;
      double[] weights = numbers(count);
      int classes = network.prediction().elements();
      for (int i = 0; i < count; i++) {
        int row = order[from + i];
        double w = known(row) ? ownShare(row) : confident(i, classes) ? factor : 0;
        weights[i] = w / count;
      }
      to.buffer().write(to.offset(), weights, 0, count);
      fresh = true;
    }

    private void predict(int[] order, int from, int count) {
      if (program == null || program.maxBatch() < count) {
        program = network.predictionProgram(kernels, count);
      }
      program.batch(count);
      inputs(order, from, count, program.input());
      program.forward();
      Matrix p = program.prediction();
      if (predicted.length < p.size()) {
        predicted = new double[p.size()];
      }
      p.buffer().read(p.offset(), predicted, 0, p.size());
    }

    private boolean confident(int place, int classes) {
      double p = predicted[place * classes + likeliest(place, classes)];
      return (classes == 1 ? Math.max(p, 1 - p) : p) >= threshold;
    }

    private int likeliest(int place, int classes) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = predicted[place * classes + c] > predicted[place * classes + best] ? c : best;
      }
      return best;
    }

    @Override
    public void targets(int[] order, int from, int count, Matrix to) {
      double[] wanted = numbers(count * targetColumns);
      Arrays.fill(wanted, 0, count * targetColumns, 0);
      int classes = network.prediction().elements();
      for (int i = 0; i < count; i++) {
        int at = i * targetColumns;
        if (known(order[from + i])) {
          ownTarget(order[from + i], wanted, at);
        } else if (fresh) {
          int best = likeliest(i, classes);
          if (index) {
            wanted[at] = best;
          } else {
            wanted[at + best] = classes == 1 && predicted[i] < 0.5 ? 0 : 1;
          }
        }
      }
      fresh = false;
      to.buffer().write(to.offset(), wanted, 0, count * targetColumns);
    }
  }
}
