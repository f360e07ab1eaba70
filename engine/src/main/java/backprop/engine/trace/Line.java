// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

/**
 * One number with where it comes from. In texts, <code>{q.e}</code> stands for element e of
 * quantity q; the elements of all examples of a minibatch are behind one another.
 *
 * @param example index of the example in the minibatch; -1 for what belongs to no single one
 * @param element index of the element within its quantity (and example): which unit or weight it is
 * @param label what the line is about, such as {@code z1[2]}
 * @param formula in symbols
 * @param numbers the formula with its numbers; empty where it has too many
 * @param result the number
 */
public record Line(
    int example, int element, String label, String formula, String numbers, String result) {}
