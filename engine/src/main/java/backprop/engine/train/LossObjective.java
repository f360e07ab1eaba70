// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Objective;
import backprop.engine.optimize.Parameters;
import backprop.engine.text.Names;

/**
 * The mean loss of all training rows, each counted by its weight, plus the penalties, as a function
 * of the trained weights. The rows go through the network in parts of a fixed size and order.
 *
 * <p>The same weights always give the same value: the random masks of dropout and noise are drawn
 * once per row for the whole run, and what is scheduled within the network stays as at its start.
 * Batch normalization takes the moments of each part; its running moments follow the points that
 * the search settles at, one after the other, not those that it only tries.
 *
 * <p>A constraint is part of the function for a minimizer without gradients: weights outside are
 * projected before the network sees them. One that follows gradients cannot go with constraints.
 */
final class LossObjective implements Objective {
  /** Rows that go through the network at a time where nobody says how many. */
  private static final int PART = 1024;

  private static final Matrix[] NO_SLOTS = {};

  private final TrainSpec spec;
  private final Batches training;
  private final Network network;
  private final Kernels kernels;
  private final WeightRules rules;
  private final Parameters parameters;
  private final Program program;
  private final int[] order;
  private final int parts;
  private final int size;
  private final Matrix settledState;
  private final Minimizer minimizer;
  private CurvatureProducts curvature;
  private int epoch;

  /** Refuses what would undo the steps. */
  static void check(TrainSpec spec, Minimizer minimizer) {
    if (minimizer.usesGradients() && !spec.constraints().isEmpty()) {
      throw new IllegalArgumentException(
          "the constraint "
              + Names.of(spec.constraints().get(0).getClass())
              + " does not go with "
              + Names.of(minimizer.getClass())
              + ", which follows gradients and would leave the allowed set again and again: use a"
              + " penalty such as l2, or an optimizer such as adam");
    }
  }

  /**
   * Records the program.
   *
   * @throws IllegalArgumentException when something in the spec does not go with the minimizer
   */
  LossObjective(Network network, TrainSpec spec, Minimizer minimizer, Batches training) {
    this.minimizer = minimizer;
    this.spec = spec;
    this.training = training;
    this.network = network;
    this.kernels = network.kernels();
    int rows = training.rows();
    boolean state = network.layout().stateSize() > 0;
    int part = spec.batch() > 0 ? Math.min(spec.batch(), rows) : state ? rows : PART;
    this.parts = (rows + part - 1) / part;
    this.order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    Matrix gradients = network.newVector();
    this.program = TrainingStep.trainingProgram(network, gradients, (rows + parts - 1) / parts);
    this.rules = new WeightRules(network, spec, gradients);
    this.parameters = new Parameters(network.parameters(), gradients, NO_SLOTS, rules.groups());
    // Trained parameters come first in the flat vectors, see Layout.
    this.size = rules.groups().stream().mapToInt(Parameters.Group::count).sum();
    int n = network.state().columns();
    this.settledState = new Matrix(kernels.allocate(Math.max(1, n)), 0, 1, n, n);
    kernels.copy(network.state(), settledState);
  }

  /** Says which epoch it is, for the sentence of an interruption. */
  void epoch(int number) {
    epoch = number;
  }

  /** The trained weights that the network has now. */
  double[] weights() {
    double[] w = new double[size];
    network.parameters().buffer().read(0, w, 0, size);
    return w;
  }

  /** The penalties of the weights that the network has now. */
  double penalty() {
    return rules.penalty();
  }

  /** Gives the network the weights of a point that the search has settled at. */
  void moveTo(double[] w) throws InterruptedException {
    if (settledState.columns() == 0) {
      write(w);
      return;
    }
    pass(w, false);
    kernels.copy(network.state(), settledState);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public double value(double[] w) throws InterruptedException {
    return pass(w, false) + rules.penalty();
  }

  @Override
  public double gradient(double[] w, double[] gradient) throws InterruptedException {
    double loss = pass(w, true);
    rules.regularize(parameters);
    parameters.gradients().buffer().read(0, gradient, 0, size);
    return loss + rules.penalty();
  }

  @Override
  public void hessianProduct(double[] w, double[] v, double[] product) throws InterruptedException {
    curvature(w, v, false);
    curvature.readHessian(product);
    rules.addCurvature(v, product);
  }

  @Override
  public void gaussNewtonProduct(double[] w, double[] v, double[] product)
      throws InterruptedException {
    curvature(w, v, true);
    curvature.readGaussNewton(product);
    rules.addCurvature(v, product);
  }

  private void curvature(double[] w, double[] v, boolean gaussNewton) throws InterruptedException {
    if (curvature == null) {
      curvature = new CurvatureProducts(network, minimizer, program.maxBatch());
    }
    write(w);
    curvature.vector(v);
    for (int p = 0; p < parts; p++) {
      load(p, true);
      if (gaussNewton) {
        curvature.gaussNewton(program, TrainingStep.masks(spec), p, p == 0);
      } else {
        curvature.hessian(program, TrainingStep.masks(spec), p, p == 0);
      }
    }
  }

  private void write(double[] w) {
    network.parameters().buffer().write(0, w, 0, size);
    rules.constrain();
  }

  /** The mean loss, and its gradient where it is wanted. */
  private double pass(double[] w, boolean backward) throws InterruptedException {
    write(w);
    if (settledState.columns() > 0) {
      kernels.copy(settledState, network.state());
    }
    double sum = 0;
    for (int p = 0; p < parts; p++) {
      load(p, false);
      program.forward();
      sum += kernels.dot(program.loss(), program.lossGradient());
      if (backward) {
        program.backward(p > 0);
      }
    }
    return sum;
  }

  /**
   * Puts a part of the rows into the program.
   *
   * @param dense whether others will read the program's inputs
   */
  private void load(int part, boolean dense) throws InterruptedException {
    EpochStep.refuseInterrupted(epoch);
    int rows = order.length;
    int from = (int) ((long) rows * part / parts);
    int count = (int) ((long) rows * (part + 1) / parts) - from;
    program.batch(count);
    program.randomness(TrainingStep.masks(spec), part);
    training.load(order, from, count, program);
    if (dense) {
      program.sparseInput(null);
      training.inputs(order, from, count, program.input());
    }
    kernels.axpby((double) count / rows, program.lossGradient(), 0, program.lossGradient());
  }
}
