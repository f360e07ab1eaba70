// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.lang.reflect.InvocationTargetException;

/**
 * Edits a property of a bean that is a whole number, a number or a text. What is allowed is what
 * the setter of a new bean takes.
 */
public abstract class FieldEditor extends TextEditor {
  private static final int ANY = Integer.MIN_VALUE;

  private final Class<?> bean;
  private final String property;
  private final int least;

  /** Takes what the setter takes. */
  FieldEditor(Class<?> bean, String property) {
    this(bean, property, ANY);
  }

  /**
   * Takes whole numbers, whether they are kept as numbers or as texts.
   *
   * @param least the least one
   */
  FieldEditor(Class<?> bean, String property, int least) {
    this.bean = bean;
    this.property = property;
    this.least = least;
  }

  @Override
  final String name() {
    return property;
  }

  private PropertyDescriptor descriptor() {
    try {
      return new PropertyDescriptor(property, bean);
    } catch (IntrospectionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value that a text stands for; throws an IllegalArgumentException in one sentence. */
  private Object read(String text) {
    Class<?> type = descriptor().getPropertyType();
    if (type == double.class) {
      try {
        return Double.valueOf(text.strip());
      } catch (NumberFormatException e) {
        throw refusal(text, "numbers");
      }
    }
    if (type == String.class && least == ANY) {
      return text.strip();
    }
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least) {
        return type == String.class ? String.valueOf(number) : (Object) number;
      }
    } catch (NumberFormatException e) {
      // The same sentence as for a number that is too small.
    }
    throw refusal(text, least == ANY ? "whole numbers" : "whole numbers from " + least);
  }

  private IllegalArgumentException refusal(String text, String allowed) {
    return new IllegalArgumentException(
        property + " is '" + text.strip() + "', allowed are " + allowed);
  }

  /** What a new bean has after it has been given the value: an empty text may be its default. */
  private Object taken(String text) {
    Object value = read(text);
    try {
      Object fresh = bean.getConstructor().newInstance();
      descriptor().getWriteMethod().invoke(fresh, value);
      return descriptor().getReadMethod().invoke(fresh);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  final String problem(String text) {
    try {
      taken(text);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  @Override
  public final String getAsText() {
    return getValue() == null ? "" : String.valueOf(getValue());
  }

  /**
   * Sets the value.
   *
   * @throws IllegalArgumentException when the text is not allowed, in one sentence
   */
  @Override
  public final void setAsText(String text) {
    setValue(taken(text));
  }
}
