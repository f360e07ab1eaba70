// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.util.List;

/** Watches an experiment. Calls come one at a time, from several threads. */
public interface Progress extends AutoCloseable {

  /**
   * The experiment starts.
   *
   * @param alreadyFinished cells that earlier runs have finished
   * @param total these and the cells that still run, at most: fewer where rules drop some
   */
  void started(Plan plan, int alreadyFinished, int total);

  /** A cell has finished, or was found finished. */
  void finished(Cell cell, CellResult result, boolean found);

  /** Configurations were dropped, by a rule or by a search; they run no further. */
  default void dropped(List<Dropped> dropped) {}

  /** Something that the user should know, in one sentence. */
  void note(String sentence);

  /** The last cell has finished, or none will; further calls do nothing. */
  @Override
  void close();
}
