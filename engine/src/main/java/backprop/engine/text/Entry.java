// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One thing that texts can name: a public record with a prototype that holds its defaults.
 *
 * @param <T> the kind of thing, such as {@code Layer}
 */
public final class Entry<T> {
  private final String name;
  private final T prototype;
  private final Lazy<Form> form;

  /** What takes reflection over the record, done for entries that are used. */
  private record Form(List<Property> properties, Constructor<?> constructor) {}

  Entry(T prototype) {
    Class<?> type = prototype.getClass();
    if (!type.isRecord() || !Modifier.isPublic(type.getModifiers())) {
      throw new IllegalArgumentException(type.getName() + " is not a public record");
    }
    this.name = Names.of(type);
    this.prototype = prototype;
    if (!Names.wellFormed(name)) {
      throw new IllegalArgumentException(type.getName() + " has the malformed name '" + name + "'");
    }
    this.form = new Lazy<>(this::look);
  }

  private Form look() {
    Class<?> type = prototype.getClass();
    List<Property> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Class<?>> types = new ArrayList<>();
    for (RecordComponent c : type.getRecordComponents()) {
      Property p = Property.of(c, prototype);
      if (!names.add(p.name()) || !Names.wellFormed(p.name())) {
        throw new IllegalArgumentException(
            type.getName() + " has a duplicate or malformed property name '" + p.name() + "'");
      }
      found.add(p);
      types.add(c.getType());
    }
    if (plainNumber()
        && (found.size() != 1
            || found.get(0).component().getType() != double.class
                && found.get(0).component().getType() != int.class)) {
      throw new IllegalArgumentException(
          type.getName()
              + " is a @PlainNumber, so it must have one component of type double or int");
    }
    try {
      return new Form(List.copyOf(found), type.getConstructor(types.toArray(new Class<?>[0])));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + " has no public constructor", e);
    }
  }

  /** Its name in texts. */
  public String name() {
    return name;
  }

  /** One sentence that says what it does. */
  public String description() {
    Description d = prototype.getClass().getAnnotation(Description.class);
    return d == null ? "" : d.value();
  }

  /**
   * What it computes, as a formula in plain text; empty where the record has no {@link Formula}.
   */
  public String formula() {
    Formula f = prototype.getClass().getAnnotation(Formula.class);
    return f == null ? "" : f.value();
  }

  /** Where it comes from; empty where the record has no {@link Source}. */
  public String source() {
    Source s = prototype.getClass().getAnnotation(Source.class);
    return s == null ? "" : s.value();
  }

  /** The one with all defaults. */
  public T prototype() {
    return prototype;
  }

  /**
   * Its properties in the order of positional arguments.
   *
   * @throws IllegalArgumentException when the record has no text form; {@link Texts#check} finds
   *     that out for all entries
   */
  public List<Property> properties() {
    return form.get().properties();
  }

  /** Whether it is written as a plain number. */
  public boolean plainNumber() {
    return prototype.getClass().isAnnotationPresent(PlainNumber.class);
  }

  boolean keyed() {
    return prototype.getClass().isAnnotationPresent(Keyed.class);
  }

  /**
   * A new one.
   *
   * @param values one for each property, in order
   * @throws IllegalArgumentException what the record's constructor says
   */
  @SuppressWarnings("unchecked")
  public T create(Object... values) {
    try {
      return (T) form.get().constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalArgumentException(
          e.getCause() instanceof IllegalArgumentException
              ? e.getCause().getMessage()
              : String.valueOf(e.getCause()),
          e.getCause());
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalArgumentException("cannot create " + name, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
