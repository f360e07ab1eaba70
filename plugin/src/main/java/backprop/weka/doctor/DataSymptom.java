// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.doctor;

import backprop.engine.doctor.Finding;
import java.util.Optional;
import weka.core.Instances;

/** One thing that can be wrong with the data of a training, as Weka has them. */
interface DataSymptom {
  /** What it is called, such as {@code leaking-identifiers}. */
  String name();

  /**
   * What is wrong, if it is.
   *
   * @param data with the class set; only read
   * @param rows indices of the training rows
   */
  Optional<Finding> in(Instances data, int[] rows);
}
