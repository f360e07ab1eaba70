// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

/** Watches an experiment. Calls come one at a time, from several threads. */
public interface Progress extends AutoCloseable {

  /** The experiment starts. */
  void started(Plan plan, int alreadyFinished);

  /** A cell has finished, or was found finished. */
  void finished(Cell cell, CellResult result, boolean found);

  /** Something that the user should know, in one sentence. */
  void note(String sentence);

  /** The last cell has finished, or none will; further calls do nothing. */
  @Override
  void close();
}
