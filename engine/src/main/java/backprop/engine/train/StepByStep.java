// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Matrix;
import backprop.engine.graph.NodeListener;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Optimizer;
import backprop.engine.optimize.Parameters;
import backprop.engine.optimize.Sgd;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Progress;
import java.util.Arrays;

/**
 * Training one step at a time, for those who show what happens in it. The steps are those of {@link
 * Trainer}, bit by bit, as long as that one neither stops early nor recovers; or each step takes
 * the same chosen rows. Of a minimizer, a step is an iteration.
 */
public final class StepByStep {
  private final TrainSpec spec;
  private final Batches rows;
  private final int[] order;
  private final boolean chosen;
  private final int stepsPerEpoch;
  private final int largest;
  private final TrainingStep step;
  private final MinimizerIteration iteration;
  private final Progress progress;
  private long taken;
  private int from;
  private int count;

  /**
   * Prepares the steps; the network must have its first weights already.
   *
   * @param rows at least one row with a positive weight
   * @param chosen indices of the rows that each step takes; empty for minibatches in the order of
   *     training. A minimizer takes all rows
   * @throws IllegalArgumentException in one sentence when there is nothing to train, or the spec
   *     wants several minibatches a step
   */
  public StepByStep(Network network, TrainSpec spec, Batches rows, int... chosen) {
    if (spec.minibatches().accumulate() > 1) {
      throw new IllegalArgumentException(
          "a step of one minibatch can be looked into, not one of "
              + spec.minibatches().accumulate()
              + " whose gradients are added up: leave accumulation out");
    }
    this.spec = spec;
    this.rows = rows;
    Minimizer minimizer = spec.optimizer() instanceof Minimizer m ? m : null;
    this.chosen = chosen.length > 0 || minimizer != null;
    this.order = chosen.length > 0 ? chosen.clone() : TrainingRows.all(rows.rows());
    this.stepsPerEpoch = this.chosen ? 1 : Minibatches.stepsPerEpoch(spec, order.length);
    this.largest = (order.length + stepsPerEpoch - 1) / stepsPerEpoch;
    // Only looks where a minimizer moves the weights.
    Optimizer optimizer =
        minimizer == null
            ? (Optimizer) spec.optimizer()
            : new Sgd(new Constant(1), new Constant(0), false);
    this.step = new TrainingStep(network, spec, optimizer, rows, largest, largest);
    this.iteration =
        minimizer == null ? null : new MinimizerIteration(network, spec, minimizer, rows);
    this.progress = new Progress(stepsPerEpoch, spec.epochs());
  }

  /** Steps of an epoch. */
  public int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** Rows of the largest step. */
  public int largest() {
    return largest;
  }

  /** What runs forward and backward. */
  public Program program() {
    return step.program();
  }

  /** The flat vectors that the optimizer works on. */
  public Parameters parameters() {
    return step.parameters();
  }

  /** How far the steps have come. */
  public Progress progress() {
    return progress;
  }

  /** The learning rate of the next step; NaN where there is none. */
  public double rate() {
    return spec.optimizer() instanceof Optimizer o ? o.rate(progress) : Double.NaN;
  }

  /** Lets someone look into the steps from now on; null for nobody. */
  public void watch(NodeListener nodes, StepListener steps) {
    step.program().watch(nodes);
    step.watch(steps);
  }

  /**
   * Takes a step.
   *
   * @return the rows' mean loss before it; where it is not finite, no step was taken
   * @throws InterruptedException when the thread is interrupted
   */
  public double take() throws InterruptedException {
    int epoch = (int) (taken / stepsPerEpoch);
    int number = (int) (taken % stepsPerEpoch);
    if (!chosen && number == 0) {
      Minibatches.shuffle(rows, order, spec, epoch);
    }
    from = Minibatches.from(order.length, stepsPerEpoch, number);
    count = Minibatches.from(order.length, stepsPerEpoch, number + 1) - from;
    double loss;
    if (iteration == null) {
      loss = (step.take(order, from, count, progress) + step.untold()) / count;
    } else {
      loss = step.look(order, from, count, progress);
      if (Double.isFinite(loss)) {
        watch(null, null);
        iteration.run(epoch, progress);
      }
    }
    taken++;
    return loss;
  }

  /** The rows of the last step. */
  public int[] rows() {
    return Arrays.copyOfRange(order, from, from + count);
  }

  /** The weights of the rows' losses in their sum, batch x 1: those of the last step. */
  public Matrix lossWeights() {
    return step.program().lossGradient();
  }

  /**
   * The mean loss of the rows of the last step at the weights that it came to, with the random
   * masks of that step.
   */
  public double lossAgain() {
    step.program().watch(null);
    return step.lossAgain();
  }

  /** All penalties of the present weights. */
  public double penalty() {
    return step.penalty();
  }
}
