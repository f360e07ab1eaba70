// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import dev.cel.runtime.CelVariableResolver;
import java.util.Map;
import java.util.Optional;

/** The values that an expression reads; one that is not a number makes it undecided. */
final class Known implements CelVariableResolver {
  private final Map<String, Object> values;

  Known(Map<String, Object> values) {
    this.values = values;
  }

  @Override
  public Optional<Object> find(String name) {
    Object value = values.get(name);
    if (value instanceof Double number && number.isNaN()) {
      throw new Undecided(
          name.equals("validation.loss")
              ? "validation.loss is not known, because no rows are kept for validation; set the"
                  + " option validation"
              : name + " is not known here");
    }
    return Optional.ofNullable(value);
  }
}
