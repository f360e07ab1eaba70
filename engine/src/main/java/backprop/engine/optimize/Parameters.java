// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.UpdateRule;
import backprop.engine.schedule.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * What an optimizer works on: the flat vectors, all of one layout, each as 1 x n over a whole
 * buffer, and what it may know of the minibatch at hand. Belongs to one run.
 */
public final class Parameters {
  /** Length of {@link #scratch}. */
  public static final int CONSTANTS = 16;

  private final Matrix weights;
  private final Matrix gradients;
  private final Matrix[] slots;
  private final List<Group> groups;
  private final List<Piece> pieces;
  private final int[] groupRanges;
  private final int[][] pieceRanges;
  private final Gradients source;
  private final long seed;
  private final double[] scratch = new double[CONSTANTS];
  private final List<GradientTreatment> treatments = new ArrayList<>();
  private double loss = Double.NaN;
  private DoubleSupplier lossSource;

  /**
   * A range whose elements are treated alike.
   *
   * @param from first index
   * @param count number of elements
   * @param regularized whether regularizers apply
   * @param rateFactor factor of the learning rate
   * @param decayFactor factor of the weight decay, 0 for none
   */
  public record Group(
      int from, int count, boolean regularized, double rateFactor, double decayFactor) {}

  /**
   * One trained parameter as a matrix: views of {@link #weights} and {@link #gradients}.
   *
   * @param weights the parameter: of a weight matrix a column leads into one unit; what has one
   *     number per unit, such as a bias, is one column
   * @param gradients its gradients
   */
  public record Piece(Matrix weights, Matrix gradients) {}

  /** Computes the gradients once more. */
  public interface Gradients {
    /**
     * Overwrites the gradients with those at the present weights, penalties included: for the rows
     * and with the random masks that the step began with. Allocates nothing.
     */
    void compute();
  }

  /** Without pieces, a way to compute gradients again, or a seed: for optimizers that need none. */
  public Parameters(Matrix weights, Matrix gradients, Matrix[] slots, List<Group> groups) {
    this(weights, gradients, slots, groups, List.of(), null, 0);
  }

  /**
   * The parameters of a run.
   *
   * @param weights the parameters
   * @param gradients their gradients; the optimizer may overwrite them
   * @param slots the optimizer's own vectors
   * @param groups the contiguous ranges that are trained; the gradients outside them are zero
   * @param pieces the same elements as matrices
   * @param source computes the gradients again
   * @param seed keys the optimizer's random numbers
   */
  public Parameters(
      Matrix weights,
      Matrix gradients,
      Matrix[] slots,
      List<Group> groups,
      List<Piece> pieces,
      Gradients source,
      long seed) {
    this.weights = weights;
    this.gradients = gradients;
    this.slots = slots;
    this.groups = List.copyOf(groups);
    this.pieces = List.copyOf(pieces);
    this.source = source;
    this.seed = seed;
    this.groupRanges =
        groups.stream().flatMapToInt(g -> IntStream.of(g.from(), g.count())).toArray();
    this.pieceRanges =
        pieces.stream()
            .map(p -> new int[] {p.gradients().offset(), p.gradients().size()})
            .toArray(int[][]::new);
  }

  /** The parameters. */
  public Matrix weights() {
    return weights;
  }

  /** Their gradients; the optimizer may overwrite them. */
  public Matrix gradients() {
    return gradients;
  }

  /** The optimizer's own vectors; a wrapped optimizer's come first. */
  public Matrix[] slots() {
    return slots;
  }

  /** The contiguous ranges that are trained; the gradients outside them are zero. */
  public List<Group> groups() {
    return groups;
  }

  /** The trained parameters one by one. */
  public List<Piece> pieces() {
    return pieces;
  }

  /** Room for the numbers that vary from step to step, for {@code UpdateRule} constants. */
  public double[] scratch() {
    return scratch;
  }

  /** Keys the optimizer's random numbers. */
  public long seed() {
    return seed;
  }

  /** The minibatch's loss at the weights before the step; NaN where nobody told. */
  public double loss() {
    return lossSource == null ? loss : lossSource.getAsDouble();
  }

  /** Tells the minibatch's loss. */
  public void loss(double newLoss) {
    loss = newLoss;
  }

  /** Tells where to ask for it, in every step, which may take long. */
  public void loss(DoubleSupplier source) {
    lossSource = source;
  }

  /**
   * The gradients at the present weights instead of those that the step began with, with the same
   * rows and random masks, and treated as those were by the wrappers outside.
   *
   * @throws IllegalStateException where the gradients come from elsewhere
   */
  void computeGradients(Kernels k, Progress p) {
    if (source == null) {
      throw new IllegalStateException(
          "this optimizer needs gradients at other weights, but here nobody can compute them");
    }
    source.compute();
    for (int i = 0; i < treatments.size(); i++) {
      treatments.get(i).treat(k, p, this);
    }
  }

  /** Notes that gradients of this step are treated so. */
  void push(GradientTreatment t) {
    treatments.add(t);
  }

  /** Forgets the last one noted. */
  void pop() {
    treatments.remove(treatments.size() - 1);
  }

  /** Runs a rule over one group, with {@link #scratch} as its constants. */
  void update(Kernels k, UpdateRule rule, int group) {
    Group g = groups.get(group);
    k.update(rule, scratch, g.from(), g.count(), weights, gradients, slots);
  }

  /** Runs a rule over all groups, with the same constants. */
  void update(Kernels k, UpdateRule rule) {
    for (int i = 0; i < groups.size(); i++) {
      update(k, rule, i);
    }
  }

  /**
   * Runs a rule over all groups, with a matrix's Euclidean norm as one of the constants, which
   * nobody waits for.
   *
   * @param norm index of the constant
   * @param of the matrix
   */
  public void updateByNorm(Kernels k, UpdateRule rule, int norm, Matrix of) {
    k.updateByNorm(rule, scratch, norm, of, groupRanges, weights, gradients, slots);
  }

  /** Runs a rule over one piece, with the norm of its gradients as one of the constants. */
  void updatePieceByNorm(Kernels k, UpdateRule rule, int norm, int piece) {
    Matrix of = pieces.get(piece).gradients();
    k.updateByNorm(rule, scratch, norm, of, pieceRanges[piece], weights, gradients, slots);
  }

  /** Runs a rule over all groups, with the group's learning rate as the first constant. */
  void update(Kernels k, UpdateRule rule, double rate) {
    for (int i = 0; i < groups.size(); i++) {
      scratch[0] = rate * groups.get(i).rateFactor();
      update(k, rule, i);
    }
  }
}
