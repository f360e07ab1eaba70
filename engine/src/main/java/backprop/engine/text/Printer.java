// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values to canonical text: what it prints, the reader reads as an equal value. */
final class Printer {
  private static final int DIGITS_OF_DOUBLE = 17;
  private static final double SMALLEST_PLAIN = 1e-3;
  private static final double LARGEST_PLAIN = 1e7;

  private final Texts texts;
  private final boolean fully;
  private int depth;

  /**
   * @param fully whether what equals the defaults is printed too
   */
  Printer(Texts texts, boolean fully) {
    this.texts = texts;
    this.fully = fully;
  }

  /**
   * The shortest decimal that reads as the same double. Not {@code Double.toString}, whose output
   * differs between Java versions.
   */
  static String number(double x) {
    if (!Double.isFinite(x)) {
      throw new IllegalArgumentException("the number " + x + " has no text form");
    }
    if (x == 0) {
      return 1 / x < 0 ? "-0" : "0";
    }
    BigDecimal exact = new BigDecimal(x);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= DIGITS_OF_DOUBLE; digits++) {
      shortest = exact.round(new MathContext(digits)).stripTrailingZeros();
      if (shortest.doubleValue() == x) {
        break;
      }
    }
    double size = Math.abs(x);
    if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    return (x < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "e"
        + exponent;
  }

  String value(ValueType type, Object value) {
    if (type.optional()) {
      Optional<?> o = (Optional<?>) value;
      return o.isEmpty() ? Texts.NONE : one(type, o.get());
    }
    if (!type.list()) {
      return one(type, value);
    }
    depth++;
    String inside = list(type, (List<?>) value);
    depth--;
    return type.numbers() && ((List<?>) value).size() == 1 ? inside : "[" + inside + "]";
  }

  String list(ValueType type, List<?> values) {
    List<String> texts = new ArrayList<>();
    for (Object v : values) {
      texts.add(one(type, v));
    }
    return String.join(", ", texts);
  }

  private String one(ValueType type, Object value) {
    return switch (type.form()) {
      case NUMBER -> number((Double) value);
      case WHOLE, BOOLEAN -> value.toString();
      case CHOICE -> Names.kebab(((Enum<?>) value).name());
      case STRING -> string((String) value);
      case ENTRY -> entry(texts.catalog(type.raw()), value);
    };
  }

  private static String string(String s) {
    boolean name = Names.wellFormed(s) && !s.equals(Texts.NONE);
    boolean bare = name || Syntax.isRange(s) || s.matches("\\d{1,9}");
    return bare ? s : "\"" + s.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private String entry(Catalog<?> catalog, Object value) {
    Entry<?> e =
        catalog
            .entryOf(value)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        value.getClass().getName() + " is no registered " + catalog.kind()));
    if (e.plainNumber()) {
      Object only = e.properties().get(0).of(value);
      return only instanceof Double x ? number(x) : only.toString();
    }
    if (depth > Syntax.DEEPEST) {
      throw new IllegalArgumentException(
          "nested deeper than " + Syntax.DEEPEST + ", which no text can be");
    }
    depth++;
    List<String> arguments = arguments(e, value);
    depth--;
    return e.name() + (arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")");
  }

  private List<String> arguments(Entry<?> e, Object value) {
    List<String> arguments = new ArrayList<>();
    int tail = tail(e, value);
    boolean positional = !e.keyed();
    for (int i = 0; i < e.properties().size(); i++) {
      Property p = e.properties().get(i);
      Object v = p.of(value);
      if (i < tail) {
        arguments.add(value(p.type(), v));
      } else if (i == tail) {
        arguments.add(list(p.type(), (List<?>) v));
      } else if (!said(p, v)) {
        positional = false;
      } else {
        positional &= tail < 0 && speaksForItself(p.type(), v, i);
        arguments.add((positional ? "" : p.name() + "=") + value(p.type(), v));
      }
    }
    return arguments;
  }

  /**
   * Index of the list whose elements are printed as positional arguments, or -1. What stands before
   * such a list is printed by position too, or the first element would be taken for it.
   */
  private int tail(Entry<?> e, Object value) {
    for (int i = 0; i < e.properties().size(); i++) {
      Property p = e.properties().get(i);
      if (p.type().list()) {
        List<?> v = (List<?>) p.of(value);
        return said(p, v) && !v.isEmpty() && !e.keyed() ? i : -1;
      }
    }
    return -1;
  }

  private boolean said(Property p, Object value) {
    return fully || p.required() || !value.equals(p.defaultValue());
  }

  /** Whether a value is clear without its key: the first one, and names of entries after it. */
  private boolean speaksForItself(ValueType type, Object value, int index) {
    if (type.list() || type.form() == ValueType.Form.BOOLEAN) {
      return false;
    }
    return index == 0 || (type.form() == ValueType.Form.ENTRY && !plainNumber(type, value));
  }

  private boolean plainNumber(ValueType type, Object value) {
    Object entry = type.optional() ? ((Optional<?>) value).orElse(null) : value;
    return entry != null
        && texts.catalog(type.raw()).entryOf(entry).map(Entry::plainNumber).orElse(false);
  }
}
