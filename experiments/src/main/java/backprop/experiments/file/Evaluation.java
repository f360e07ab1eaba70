// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.io.Serializable;
import java.nio.file.Path;

/** How learners are evaluated: the three ways of Weka's Experimenter. */
public sealed interface Evaluation extends Serializable {

  /** Number of repeats, each with another order of the rows and other seeds. */
  int repeats();

  /** Number of folds per repeat. */
  int folds();

  Place place();

  /** Cross-validation, stratified where the class is nominal. */
  record CrossValidation(int folds, int repeats, Place place) implements Evaluation {}

  /** A random split, stratified where the class is nominal; {@code percent} trains. */
  record Split(double percent, int repeats, Place place) implements Evaluation {
    @Override
    public int folds() {
      return 1;
    }
  }

  /** Training on the whole data set, testing on a file. */
  record TestFile(String file, Path path, int repeats, Place place) implements Evaluation {
    @Override
    public int folds() {
      return 1;
    }
  }
}
