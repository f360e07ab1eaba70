// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import backprop.engine.backend.Kernels;

/**
 * A differentiable operation: the only place where a derivative is written. Ops are immutable; all
 * that belongs to one use of an op is in its {@link Node}.
 *
 * <p>{@code backward} adds to the gradient of each input that wants one: {@code n.gradient(i)} is
 * null where none is wanted, and {@code n.beta(i)} is 0 for the first writer of a gradient and 1
 * for the later ones, to be passed on as the kernels' {@code beta}.
 */
public interface Op {
  /**
   * Checks the inputs and says what comes out.
   *
   * @throws IllegalArgumentException in one sentence (the graph adds the path of the layer)
   */
  Shape shape(Shape... inputs);

  /** Computes {@code n.output()} from {@code n.input(i)}. */
  void forward(Kernels k, Node n);

  /** Computes the gradients of the inputs from {@code n.gradient()}. */
  void backward(Kernels k, Node n);

  /** Whether the first input may be {@link Node#sparse}, its matrix holding anything then. */
  default boolean takesSparse() {
    return false;
  }

  /**
   * Scratch matrices that live from forward to backward, reached by {@code n.scratch(i)}.
   *
   * @param inputs the shapes of the inputs
   */
  default Scratch[] scratch(Shape... inputs) {
    return NO_SCRATCH;
  }

  /** For ops without scratch. */
  Scratch[] NO_SCRATCH = {};

  /**
   * A scratch matrix.
   *
   * @param perRow true for as many rows as the first input has, false for a single row
   * @param columns number of columns
   */
  record Scratch(boolean perRow, int columns) {}
}
