// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Backend;
import backprop.engine.backend.BackendFailedException;

/**
 * What a training computes on, and what it goes on with when that fails.
 *
 * <pre>
 *   rows beside the network --memory does not suffice--> rows in main memory
 *            |                                                   |
 *            +------------------any other failure----------------+--> the processor
 * </pre>
 */
final class Fallback implements Training.Spare {
  private final Fit fit;
  private final Backend backend;
  private final Job job;
  private final int members;
  private boolean rowsOnDevice = true;

  /**
   * Nothing has failed.
   *
   * @param backend what is wanted
   * @param members number of the target's last columns, which are weights of members
   */
  Fallback(Fit fit, Backend backend, Job job, int members) {
    this.fit = fit;
    this.backend = backend;
    this.job = job;
    this.members = members;
  }

  /**
   * Encodes the rows.
   *
   * @param failed why what was made before cannot go on; null the first time
   * @throws BackendFailedException when this fails in its turn; ask again with it
   */
  @Override
  public Material make(BackendFailedException failed) throws InterruptedException {
    if (failed == null) {
      Material made = fit.encoded(backend, job, members, true);
      rowsOnDevice = made.rowsOnDevice();
      return made;
    }
    boolean again = rowsOnDevice && failed.lacksMemory();
    rowsOnDevice = false;
    return fit.encoded(again ? backend : Fit.processor(), job, members, !again);
  }
}
