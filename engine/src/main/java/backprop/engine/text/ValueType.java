// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a property holds: one value, a list of values ({@code List<...>}), or perhaps none ({@code
 * Optional<...>}, written {@code none}).
 *
 * @param form how one value is written
 * @param raw the Java class of one value: {@code int.class}, an enum, a catalogued interface ...
 * @param list whether it is a list of such values
 * @param optional whether there may be none
 */
public record ValueType(Form form, Class<?> raw, boolean list, boolean optional) {
  /** How one value is written. */
  public enum Form {
    /** {@code 64}: int or long. */
    WHOLE,
    /** {@code 0.2}: double. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** A name, or anything in quotes: String. */
    STRING,
    /** A name: a constant of an enum in kebab-case. */
    CHOICE,
    /** {@code relu} or {@code dense(64, relu)}: an entry of the catalog of its type. */
    ENTRY
  }

  /** The type of a record component; null where no text form exists for it. */
  static ValueType of(Type type) {
    if (type instanceof ParameterizedType p) {
      boolean list = p.getRawType() == List.class;
      ValueType one =
          (list || p.getRawType() == Optional.class) ? of(p.getActualTypeArguments()[0]) : null;
      return one == null || one.list || one.optional
          ? null
          : new ValueType(one.form, one.raw, list, !list);
    }
    if (!(type instanceof Class<?> c) || c.isArray() || c == Object.class) {
      return null;
    }
    return new ValueType(form(c), c, false, false);
  }

  private static Form form(Class<?> c) {
    if (c == int.class || c == long.class || c == Integer.class || c == Long.class) {
      return Form.WHOLE;
    }
    if (c == double.class || c == Double.class) {
      return Form.NUMBER;
    }
    if (c == boolean.class || c == Boolean.class) {
      return Form.BOOLEAN;
    }
    return c == String.class ? Form.STRING : c.isEnum() ? Form.CHOICE : Form.ENTRY;
  }

  /** The names that a CHOICE allows; empty for other forms. */
  public List<String> choices() {
    return form != Form.CHOICE
        ? List.of()
        : Arrays.stream(raw.getEnumConstants())
            .map(c -> Names.kebab(((Enum<?>) c).name()))
            .collect(Collectors.toList());
  }

  /** Whether it is a list of numbers; a single number needs no brackets. */
  boolean numbers() {
    return list && (form == Form.WHOLE || form == Form.NUMBER);
  }

  /** The same for one value of a list or of an optional. */
  ValueType one() {
    return new ValueType(form, raw, false, false);
  }
}
