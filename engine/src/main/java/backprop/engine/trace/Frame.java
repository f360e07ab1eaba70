// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import java.util.List;

/**
 * The numbers of one recorded step.
 *
 * @param step number of the step, from 1
 * @param rows numbers of the rows in the data, from 1
 * @param loss mean loss of the rows before the step
 * @param lossAfter mean loss of the same rows after it, with the same random masks
 * @param allLoss mean loss of all rows after it, as when predicting; NaN where it is not known
 * @param numbers by quantity; null where it is folded
 * @param summaries by quantity; null where it is not folded
 * @param pictures by quantity: the pixels of its tiles, one behind the other; null where it has
 *     none
 */
public record Frame(
    long step,
    List<Integer> rows,
    double loss,
    double lossAfter,
    double allLoss,
    double[][] numbers,
    Summary[] summaries,
    double[][] pictures) {
  public Frame {
    rows = List.copyOf(rows);
  }

  /** Element e of a quantity, all examples one behind the other; NaN where it is folded. */
  public double number(int quantity, int e) {
    double[] all = numbers[quantity];
    return all == null || e >= all.length ? Double.NaN : all[e];
  }
}
