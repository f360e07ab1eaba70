// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.meta;

import backprop.engine.train.Batches;

/** Tasks that are alike, such as sine waves of any amplitude, or the same sensor at other sites. */
public interface TaskFamily {
  /**
   * One task.
   *
   * @param support rows to adapt to it
   * @param query other rows of it, to judge how well that went
   */
  record Task(Batches support, Batches query) {}

  /**
   * Draws a task.
   *
   * @param number the same number gives the same task
   */
  Task task(long number);
}
