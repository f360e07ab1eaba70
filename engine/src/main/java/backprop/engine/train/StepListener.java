// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

/**
 * Looks into a step of training, on its thread. It only reads. An optimizer that has gradients
 * computed again within its step makes the first two events happen again.
 */
public interface StepListener {
  /** The gradients of the rows are complete, without penalties. */
  void gradients();

  /** The gradients of the penalties have been added. */
  void penalized();

  /** The optimizer has changed the weights, which no constraint has seen yet. */
  void updated();
}
