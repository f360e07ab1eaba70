// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

/** What runs one cell after the other: in this process, or elsewhere. */
interface CellWorker {
  /**
   * Runs a cell; what goes wrong in it becomes part of its result.
   *
   * @throws RecordException if results cannot be kept, or can be had no more
   * @throws InterruptedException if this thread was interrupted; the cell has no result
   */
  CellRunner.Finished run(Cell cell) throws InterruptedException;
}
