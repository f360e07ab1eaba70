// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.DataSpec;
import backprop.experiments.file.Place;
import java.nio.file.Path;
import weka.core.Instances;

/** A data file by itself, for commands without an experiment file. */
public final class DataFile {
  private DataFile() {}

  /**
   * Its rows, with the class set.
   *
   * @param classAttribute name or index (from 1, {@code first} or {@code last}) of the class; null
   *     for the last attribute
   * @throws backprop.experiments.file.ExperimentException in one sentence when it cannot be read or
   *     has no such class
   */
  public static Instances read(Path file, String classAttribute) {
    Place none = Place.none();
    return DataLoader.rows(
        new DataSpec(file.toString(), file, null, classAttribute, false, none, none));
  }
}
