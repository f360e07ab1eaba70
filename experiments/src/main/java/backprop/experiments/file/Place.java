// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

/**
 * A place in an experiment file, for messages.
 *
 * @param file the file as the user named it, or {@code --set KEY} for a value of the command line
 * @param line line, from 1
 * @param column column, from 1
 */
public record Place(String file, int line, int column) {

  /** An error at this place: {@code FILE:LINE:COLUMN: sentence}. */
  public ExperimentException error(String sentence) {
    return new ExperimentException(this + ": " + sentence);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
