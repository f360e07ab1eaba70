// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import java.util.List;

/**
 * Something that is wrong with a training.
 *
 * @param name of the symptom, such as {@code dead-rectifiers}
 * @param sentence what was found, with its numbers
 * @param advice what to try, the most promising first; one or the other, not all at once
 */
public record Finding(String name, String sentence, List<Advice> advice) {
  public Finding {
    advice = List.copyOf(advice);
    if (advice.isEmpty()) {
      throw new IllegalArgumentException("finding '" + name + "' advises nothing");
    }
  }

  /** A finding. */
  public static Finding of(String name, String sentence, Advice... advice) {
    return new Finding(name, sentence, List.of(advice));
  }
}
