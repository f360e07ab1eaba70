// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import backprop.engine.optimize.Optimizer;
import backprop.engine.optimize.Parameters;
import backprop.engine.schedule.Progress;

/**
 * One step of training: load rows, forward, backward, add the gradients of the penalties, optimize,
 * project onto the constraints. Allocates nothing after the first few.
 */
final class TrainingStep {
  /** Part of the key of the random masks. */
  private static final long MASKS = 2;

  /** Part of the key of the random masks while running moments are gathered. */
  private static final long MOMENTS = 4;

  private final TrainSpec spec;
  private final Optimizer optimizer;
  private final Kernels kernels;
  private final MinibatchLoader loader;
  private final Program program;
  private final int batch;
  private final Parameters parameters;
  private final WeightRules rules;
  private final Matrix state;
  private final Matrix stateBefore;
  private final QueuedLosses queued;
  private GradientNorms norms;
  private VitalSigns signs;
  private StepListener listener;
  private int[] order;
  private int from;
  private int count;
  private Progress progress;
  private long number;

  /**
   * Records the program and makes room for gradients and the optimizer's slots.
   *
   * @param batch rows of a minibatch at most
   * @param largest rows of the largest minibatch
   * @throws IllegalArgumentException when there is nothing to train
   */
  TrainingStep(
      Network network,
      TrainSpec spec,
      Optimizer optimizer,
      Batches training,
      int batch,
      int largest) {
    this.spec = spec;
    this.optimizer = optimizer;
    this.kernels = network.kernels();
    this.batch = batch;
    int ahead = kernels.stepsAhead() * spec.minibatches().accumulate();
    this.queued = kernels.stepsAhead() > 1 ? new QueuedLosses(kernels, ahead) : null;
    Matrix gradients = network.newVector();
    this.loader = new MinibatchLoader(network, spec, training, gradients, largest);
    this.program = trainable(loader.program());
    Matrix[] slots = new Matrix[optimizer.slots()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = network.newVector();
    }
    this.rules = new WeightRules(network, spec, gradients);
    this.parameters =
        new Parameters(
            network.parameters(),
            gradients,
            slots,
            rules.groups(),
            rules.pieces(),
            this::again,
            spec.seed());
    if (queued != null) {
      parameters.loss(() -> queued.last(parts()));
    }
    this.state = network.state();
    int n = state.columns();
    this.stateBefore = new Matrix(kernels.allocate(Math.max(1, n)), 0, 1, n, n);
  }

  /** Records the program of a network that has something to train. */
  static Program trainingProgram(Network network, Matrix gradients, int largest) {
    return trainable(network.trainingProgram(gradients, largest));
  }

  private static Program trainable(Program program) {
    if (program.lossGradient() == null) {
      throw new IllegalArgumentException(
          "the network has no trainable parameter that its loss depends on, so there is nothing to"
              + " train: add a layer with weights, such as dense, or unfreeze one");
    }
    return program;
  }

  /** Measures the gradients of the steps to come; null for no longer. */
  void measure(GradientNorms measured) {
    norms = measured;
  }

  /** Measures the steps to come, gradients, weights and updates; null for no longer. */
  void measure(VitalSigns measured) {
    signs = measured;
  }

  /** Lets someone look into the steps from now on; null for nobody. */
  void watch(StepListener watching) {
    listener = watching;
  }

  /** What runs forward and backward. */
  Program program() {
    return program;
  }

  /** The flat vectors that the optimizer works on. */
  Parameters parameters() {
    return parameters;
  }

  /** The seed of all random masks of a run. */
  static long masks(TrainSpec spec) {
    return RandomStream.extend(spec.seed(), MASKS);
  }

  /**
   * Takes a step on rows {@code order[from] ... order[from + count)}, in as many minibatches as
   * these are more than one minibatch holds; their gradients are added up.
   *
   * @return the sum of the losses before the step, row by row, of the steps whose losses are known
   *     now and were not before: of this one, unless the kernels only queue their work. Where it is
   *     not finite, no step was taken, or the weights are worthless by now
   * @throws InterruptedException when the thread is interrupted between two minibatches
   */
  double take(int[] order, int from, int count, Progress progress) throws InterruptedException {
    this.order = order;
    this.from = from;
    this.count = count;
    this.progress = progress;
    double known = queues() ? queue() : told(pass(true));
    if (!Double.isFinite(known)) {
      return known;
    }
    if (norms != null) {
      norms.measure();
    }
    if (signs != null) {
      signs.before(progress.step());
    }
    optimizer.step(kernels, progress, parameters);
    if (listener != null) {
      listener.updated();
    }
    rules.constrain();
    if (signs != null) {
      signs.after();
    }
    progress.stepDone();
    return known;
  }

  /** What {@link #take} has not told yet: the losses of the last steps, row by row. */
  double untold() {
    return queued == null ? 0 : queued.collect();
  }

  /** Asks for the step's gradients, and for its loss without waiting for it. */
  private double queue() throws InterruptedException {
    int parts = parts();
    double known = queued.lacks(parts) ? queued.collect() : 0;
    if (Double.isFinite(known)) {
      for (int p = 0; p < parts; p++) {
        part(p, parts, true);
        kernels.dot(program.loss(), program.lossGradient(), queued.next(count));
        program.backward(p > 0);
      }
      rules.regularize(parameters);
    }
    return known;
  }

  /** Whether nobody wants to know the loss before the step is done. */
  private boolean queues() {
    return queued != null && listener == null;
  }

  /** Asks for the gradients of the same rows; whether their losses are finite decides there. */
  private void queueAgain() throws InterruptedException {
    int parts = parts();
    for (int p = 0; p < parts; p++) {
      part(p, parts, false);
      program.backward(p > 0);
      parameters.updateByNorm(kernels, WorthlessGradients.RULE, 0, program.loss());
    }
    rules.regularize(parameters);
  }

  private double told(double loss) {
    parameters.loss(loss);
    return loss * count;
  }

  private int parts() {
    return (count + batch - 1) / batch;
  }

  /** Sends one minibatch of the step's rows through the network. */
  private void part(int p, int parts, boolean interruptible) throws InterruptedException {
    if (p > 0 && interruptible) {
      EpochStep.refuseInterrupted((int) progress.epoch());
    }
    int start = (int) ((long) count * p / parts);
    int rows = (int) ((long) count * (p + 1) / parts) - start;
    program.batch(rows);
    program.randomness(masks(spec), progress);
    // Minibatches of one step have random numbers of their own.
    number = progress.step() * spec.minibatches().accumulate() + p;
    program.randomness(masks(spec), number);
    loader.load(order, from + start, rows, number, (double) rows / count);
    program.forward();
  }

  /** The loss and the gradients of rows, as {@link #take} begins with them. */
  double look(int[] order, int from, int count, Progress progress) throws InterruptedException {
    this.order = order;
    this.from = from;
    this.count = count;
    this.progress = progress;
    return pass(true);
  }

  /**
   * The mean loss of the rows of the last step at the present weights, with the random masks of
   * that step; the running moments stay as they are.
   */
  double lossAgain() {
    kernels.copy(state, stateBefore);
    loader.load(order, from, count, number, 1);
    program.forward();
    kernels.copy(stateBefore, state);
    return kernels.dot(program.loss(), program.lossGradient());
  }

  /** All penalties of the present weights. */
  double penalty() {
    return rules.penalty();
  }

  /** The loss of the step's rows, and its gradients where it is finite, penalties included. */
  private double pass(boolean interruptible) throws InterruptedException {
    int parts = parts();
    double loss = 0;
    for (int p = 0; p < parts; p++) {
      part(p, parts, interruptible);
      loss += kernels.dot(program.loss(), program.lossGradient());
      if (!Double.isFinite(loss)) {
        return loss;
      }
      program.backward(p > 0);
    }
    if (listener != null) {
      listener.gradients();
    }
    rules.regularize(parameters);
    if (listener != null) {
      listener.penalized();
    }
    return loss;
  }

  /**
   * The gradients of the same rows with the same random masks at other weights; NaN where the loss
   * is not finite there. The running moments have seen these rows already.
   */
  private void again() {
    kernels.copy(state, stateBefore);
    try {
      if (queues()) {
        queueAgain();
      } else if (!Double.isFinite(pass(false))) {
        kernels.fill(Double.NaN, parameters.gradients());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody asks for an interruption here", e);
    }
    kernels.copy(stateBefore, state);
  }

  /**
   * Sends rows through the network as when training, for what this does to its running moments.
   *
   * @param count at most as many as the largest minibatch
   * @param number keys the random masks
   */
  void forward(int[] order, int from, int count, long number) {
    program.batch(count);
    program.randomness(RandomStream.extend(spec.seed(), MOMENTS), number);
    loader.load(order, from, count, number, 1);
    program.forward();
  }

  /** Projects the weights that the network has now onto the constraints. */
  void constrain() {
    rules.constrain();
  }
}
