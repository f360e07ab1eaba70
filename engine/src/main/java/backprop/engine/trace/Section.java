// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import java.util.List;

/**
 * One thing that happens in a step: an operation forward or backward, or the update of a parameter.
 *
 * @param phase when it happens
 * @param stage index of the drawing's stage that it belongs to; -1 for none
 * @param title what happens
 * @param formula in symbols, of all its elements
 * @param quantities ids of the quantities that it is about, the result last
 * @param lines its numbers one by one
 * @param remark one sentence on what is not shown; empty where all is
 */
public record Section(
    Phase phase,
    int stage,
    String title,
    String formula,
    List<Integer> quantities,
    List<Line> lines,
    String remark) {
  /** The parts of a step. */
  public enum Phase {
    /** From the inputs to the loss. */
    FORWARD,
    /** From the loss to the gradients. */
    BACKWARD,
    /** From the gradients to new weights. */
    UPDATE,
    /** What has come of it. */
    AFTER
  }

  public Section {
    quantities = List.copyOf(quantities);
    lines = List.copyOf(lines);
  }
}
