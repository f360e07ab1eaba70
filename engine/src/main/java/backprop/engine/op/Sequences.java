// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.Recurrence;
import backprop.engine.graph.Node;
import backprop.engine.graph.Shape;

/** The checks that the ops on sequences share. */
final class Sequences {
  private Sequences() {}

  /**
   * The output of a recurrence, after a check of its operands.
   *
   * @param groups groups of columns of the weighted sums
   * @param mask the mask's shape or null
   */
  static Shape output(Recurrence how, int groups, Shape projected, Shape recurrent, Shape mask) {
    int units = recurrent.size(0);
    if (!recurrent.equals(Shape.of(units, groups * units))) {
      throw new IllegalArgumentException(
          "recurrent weights of " + recurrent + " are not units x " + groups + " units");
    }
    if (!projected.equals(Shape.of(how.time(), groups * units))) {
      throw new IllegalArgumentException(
          "weighted sums of "
              + projected
              + " do not fit "
              + how.time()
              + " steps and recurrent weights of "
              + recurrent);
    }
    mask(projected, mask);
    return Shape.of(how.time(), units);
  }

  /** Checks a mask for a sequence; null is none. */
  static void mask(Shape sequence, Shape mask) {
    if (sequence.rank() != 2) {
      throw new IllegalArgumentException("an input of " + sequence + " is no sequence");
    }
    if (mask != null && !mask.equals(Shape.of(sequence.size(0), 1))) {
      throw new IllegalArgumentException("a mask of " + mask + " does not fit " + sequence);
    }
  }

  /** The i-th input, or null where there is none. */
  static Matrix optional(Node n, int i) {
    return i < n.inputs() ? n.input(i) : null;
  }

  static Shape optional(Shape[] in, int i) {
    return i < in.length ? in[i] : null;
  }
}
