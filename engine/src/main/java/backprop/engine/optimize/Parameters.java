// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.UpdateRule;
import java.util.List;

/**
 * The flat vectors that an optimizer works on, all of one layout, each as 1 x n over a whole
 * buffer.
 *
 * @param weights the parameters
 * @param gradients their gradients; the optimizer may overwrite them
 * @param slots the optimizer's own vectors
 * @param groups the contiguous ranges that are trained; the gradients outside them are zero
 * @param scratch room for the numbers that vary from step to step, for {@code UpdateRule} constants
 */
public record Parameters(
    Matrix weights, Matrix gradients, Matrix[] slots, List<Group> groups, double[] scratch) {

  /** Length of {@link #scratch}. */
  public static final int CONSTANTS = 16;

  public Parameters(Matrix weights, Matrix gradients, Matrix[] slots, List<Group> groups) {
    this(weights, gradients, slots, List.copyOf(groups), new double[CONSTANTS]);
  }

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

  /** Runs a rule over one group, with {@link #scratch} as its constants. */
  void update(Kernels k, UpdateRule rule, int group) {
    Group g = groups.get(group);
    k.update(rule, scratch, g.from(), g.count(), weights, gradients, slots);
  }
}
