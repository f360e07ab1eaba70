// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/**
 * One property of an entry: a component of its record.
 *
 * @param name its key in texts
 * @param type what it holds
 * @param tip what it means; empty where the component has no {@link Tip}
 * @param unit the unit of its number, or empty
 * @param range the allowed numbers
 * @param required whether a text must say it
 * @param defaultValue the prototype's value
 * @param component the record component
 */
public record Property(
    String name,
    ValueType type,
    String tip,
    String unit,
    Range range,
    boolean required,
    Object defaultValue,
    RecordComponent component) {

  /**
   * Allowed numbers.
   *
   * @param min smallest allowed
   * @param max largest allowed
   * @param above exclusive lower limit
   * @param below exclusive upper limit
   */
  public record Range(double min, double max, double above, double below) {
    static final Range ALL =
        new Range(
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY);

    /** Whether the number is allowed. */
    public boolean contains(double x) {
      return x >= min && x <= max && x > above && x < below;
    }

    /** Such as {@code at least 0 and below 1}; empty when every number is allowed. */
    @Override
    public String toString() {
      String low =
          above >= min && above > Double.NEGATIVE_INFINITY
              ? "above " + Printer.number(above)
              : min > Double.NEGATIVE_INFINITY ? "at least " + Printer.number(min) : "";
      String high =
          below <= max && below < Double.POSITIVE_INFINITY
              ? "below " + Printer.number(below)
              : max < Double.POSITIVE_INFINITY ? "at most " + Printer.number(max) : "";
      return low + (low.isEmpty() || high.isEmpty() ? "" : " and ") + high;
    }
  }

  static Property of(RecordComponent c, Object prototype) {
    ValueType type = ValueType.of(c.getGenericType());
    String owner = prototype.getClass().getName() + "." + c.getName();
    if (type == null) {
      throw new IllegalArgumentException(
          owner + " has type " + c.getGenericType().getTypeName() + ", which has no text form");
    }
    Name name = c.getAnnotation(Name.class);
    Tip tip = c.getAnnotation(Tip.class);
    Object value = get(c, prototype);
    if (value == null) {
      throw new IllegalArgumentException(owner + " is null in the prototype");
    }
    return new Property(
        name == null ? Names.kebab(c.getName()) : name.value(),
        type,
        tip == null ? "" : tip.value(),
        tip == null ? "" : tip.unit(),
        tip == null ? Range.ALL : new Range(tip.min(), tip.max(), tip.above(), tip.below()),
        tip != null && tip.required(),
        value,
        c);
  }

  /** The value of this property in an entry. */
  public Object of(Object entry) {
    return get(component, entry);
  }

  private static Object get(RecordComponent c, Object entry) {
    try {
      return c.getAccessor().invoke(entry);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          "cannot read " + c.getName() + " of " + entry.getClass().getName(), e);
    }
  }
}
