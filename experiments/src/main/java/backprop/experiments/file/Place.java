// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.io.Serializable;

/**
 * A place in an experiment file, for messages.
 *
 * @param file the file as the user named it, or {@code --set KEY} for a value of the command line
 * @param line line, from 1; 0 for what is in no file
 * @param column column, from 1
 */
public record Place(String file, int line, int column) implements Serializable {
  /** The place of what is in no experiment file, such as an option of a command. */
  public static Place none() {
    return new Place("", 0, 0);
  }

  /** An error at this place: {@code FILE:LINE:COLUMN: sentence}; the sentence alone without one. */
  public ExperimentException error(String sentence) {
    return new ExperimentException(line == 0 ? sentence : this + ": " + sentence);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
