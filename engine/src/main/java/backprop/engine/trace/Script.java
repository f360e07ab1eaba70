// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import java.util.List;
import java.util.Map;

/**
 * What happens in every step, without its numbers.
 *
 * @param quantities all that has numbers
 * @param stages the operations, for a drawing
 * @param sections what happens, in order, for each number of rows that a minibatch can have
 */
public record Script(
    List<Quantity> quantities, List<Stage> stages, Map<Integer, List<Section>> sections) {
  public Script {
    quantities = List.copyOf(quantities);
    stages = List.copyOf(stages);
    sections = Map.copyOf(sections);
  }

  /** What happens in a step of these many rows. */
  public List<Section> of(int rows) {
    return sections.get(rows);
  }
}
