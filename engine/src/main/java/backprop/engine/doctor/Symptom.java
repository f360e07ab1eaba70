// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.Optional;

/** One thing that can be wrong with a training. */
public interface Symptom {
  /** What it is called, such as {@code dead-rectifiers}. */
  String name();

  /** What is wrong, if it is; empty also where the examination does not have what it would need. */
  Optional<Finding> in(Examination e);
}
