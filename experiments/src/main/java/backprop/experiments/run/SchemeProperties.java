// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.Nearest;
import backprop.experiments.run.Schemes.SchemeException;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.File;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import weka.core.OptionHandler;
import weka.core.OptionMetadata;
import weka.core.SelectedTag;
import weka.core.Tag;
import weka.core.Utils;

/**
 * The properties of a scheme as Weka's property editor knows them: what has a getter and a setter,
 * by its bean name or by the display name of its {@code OptionMetadata}. Case, spaces, {@code -}
 * and {@code _} do not matter: {@code learningRate} is {@code learning-rate}.
 */
final class SchemeProperties {
  private final Object scheme;
  private final Map<String, PropertyDescriptor> properties;
  private final Map<String, PropertyDescriptor> byKey;

  SchemeProperties(Object scheme) {
    this.scheme = scheme;
    this.properties = new LinkedHashMap<>();
    this.byKey = new LinkedHashMap<>();
    try {
      for (PropertyDescriptor property :
          Introspector.getBeanInfo(scheme.getClass()).getPropertyDescriptors()) {
        boolean complete = property.getReadMethod() != null && property.getWriteMethod() != null;
        if (complete && !property.getName().equals("options")) {
          properties.put(property.getName(), property);
          byKey.put(key(property.getName()), property);
        }
      }
    } catch (IntrospectionException e) {
      throw new IllegalStateException("cannot look into " + scheme.getClass().getName(), e);
    }
    for (PropertyDescriptor property : properties.values()) {
      OptionMetadata given = property.getReadMethod().getAnnotation(OptionMetadata.class);
      OptionMetadata metadata =
          given != null ? given : property.getWriteMethod().getAnnotation(OptionMetadata.class);
      if (metadata != null) {
        byKey.putIfAbsent(key(metadata.displayName()), property);
      }
    }
  }

  private SchemeProperties(Object scheme, SchemeProperties like) {
    this.scheme = scheme;
    this.properties = like.properties;
    this.byKey = like.byKey;
  }

  /** The properties of another scheme of the same class. */
  SchemeProperties of(Object other) {
    if (other.getClass() != scheme.getClass()) {
      throw new IllegalArgumentException(other.getClass() + " is not " + scheme.getClass());
    }
    return new SchemeProperties(other, this);
  }

  private static String key(String name) {
    return name.replace(" ", "").replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  boolean has(String name) {
    return byKey.containsKey(key(name));
  }

  /** The bean name of a property. */
  String canonical(String name) throws SchemeException {
    return find(name).getName();
  }

  private PropertyDescriptor find(String name) throws SchemeException {
    PropertyDescriptor property = byKey.get(key(name));
    if (property == null) {
      throw new SchemeException(
          "'%s' has no option '%s'; %s"
              .formatted(
                  scheme.getClass().getName(), name, Nearest.hint(name, properties.keySet())));
    }
    return property;
  }

  /** Whether a property holds a whole number. */
  boolean isWhole(String name) {
    return has(name) && byKey.get(key(name)).getPropertyType() == int.class;
  }

  /**
   * Sets a property.
   *
   * @param value Long, Double, Boolean, String, or a list of texts for a property that is an array,
   *     or that is a text with commas between them
   * @param text the value as written
   */
  void set(String name, Object value, String text) throws SchemeException {
    PropertyDescriptor property = find(name);
    Object converted = convert(name, property, property.getPropertyType(), value, text);
    try {
      property.getWriteMethod().invoke(scheme, converted);
    } catch (InvocationTargetException e) {
      throw new SchemeException(
          "the option '" + name + "' refuses '" + text + "': " + Schemes.sentence(e.getCause()));
    } catch (IllegalAccessException e) {
      throw new SchemeException("the option '" + name + "' has no public setter");
    }
  }

  private Object convert(
      String name, PropertyDescriptor property, Class<?> type, Object value, String text)
      throws SchemeException {
    if (type.isArray()) {
      return array(name, property, type.getComponentType(), value, text);
    } else if (value instanceof List<?> items && type == String.class) {
      return items.stream().map(String::valueOf).collect(Collectors.joining(", "));
    } else if (value instanceof List<?>) {
      throw wrong(name, "a single value", text);
    } else if (type == String.class || type == Object.class) {
      return text;
    } else if (type == boolean.class || type == Boolean.class) {
      if (value instanceof Boolean || text.equals("true") || text.equals("false")) {
        return Boolean.valueOf(text.toLowerCase(Locale.ROOT));
      }
      throw wrong(name, "true or false", text);
    } else if (type == double.class || type == Double.class) {
      return number(name, "a number", value, text);
    } else if (type == float.class || type == Float.class) {
      return (float) number(name, "a number", value, text);
    } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return whole(name, type, number(name, "a whole number", value, text), text);
    } else if (type == File.class) {
      return new File(text);
    } else if (type.isEnum()) {
      return constant(name, type, text);
    } else if (SelectedTag.class.isAssignableFrom(type)) {
      return tag(name, property, text);
    }
    return nested(name, type, text);
  }

  private static SchemeException wrong(String name, String what, String text) {
    return new SchemeException(
        "the option '" + name + "' must be " + what + ", found '" + text + "'");
  }

  private static double number(String name, String what, Object value, String text)
      throws SchemeException {
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw wrong(name, what, text);
    }
  }

  private static Object whole(String name, Class<?> type, double number, String text)
      throws SchemeException {
    boolean small = type == int.class || type == Integer.class;
    double most = small ? Integer.MAX_VALUE : 9e15;
    if (number != Math.rint(number) || Math.abs(number) > most) {
      throw wrong(name, "a whole number", text);
    } else if (small) {
      return (int) number;
    } else if (type == long.class || type == Long.class) {
      return (long) number;
    } else if ((type == short.class || type == Short.class) && number == (short) number) {
      return (short) number;
    } else if ((type == byte.class || type == Byte.class) && number == (byte) number) {
      return (byte) number;
    }
    throw wrong(name, "a number of the type " + type.getSimpleName(), text);
  }

  private static Object constant(String name, Class<?> type, String text) throws SchemeException {
    for (Object constant : type.getEnumConstants()) {
      if (key(((Enum<?>) constant).name()).equals(key(text))
          || key(constant.toString()).equals(key(text))) {
        return constant;
      }
    }
    List<String> names =
        Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
    throw wrong(name, "one of " + String.join(", ", names), text);
  }

  private SelectedTag tag(String name, PropertyDescriptor property, String text)
      throws SchemeException {
    Tag[] tags;
    try {
      tags = ((SelectedTag) property.getReadMethod().invoke(scheme)).getTags();
    } catch (ReflectiveOperationException e) {
      throw new SchemeException("the option '" + name + "' cannot be read");
    }
    for (Tag tag : tags) {
      if (key(tag.getIDStr()).equals(key(text))
          || key(tag.getReadable()).equals(key(text))
          || Integer.toString(tag.getID()).equals(text)) {
        return new SelectedTag(tag.getID(), tags);
      }
    }
    List<String> names =
        Arrays.stream(tags).map(t -> t.getIDStr() + " (" + t.getReadable() + ")").toList();
    throw wrong(name, "one of " + String.join(", ", names), text);
  }

  private Object array(
      String name, PropertyDescriptor property, Class<?> type, Object value, String text)
      throws SchemeException {
    List<?> items = value instanceof List<?> list ? list : List.of(text);
    Object array = Array.newInstance(type, items.size());
    for (int i = 0; i < items.size(); i++) {
      String item = items.get(i).toString();
      Array.set(array, i, convert(name, property, type, item, item));
    }
    return array;
  }

  /** An object given as Weka writes it: class name and options. */
  private static Object nested(String name, Class<?> type, String text) throws SchemeException {
    if (!type.isInterface()
        && !OptionHandler.class.isAssignableFrom(type)
        && !type.getName().startsWith("weka.")) {
      throw new SchemeException(
          "the option '%s' has the type %s, which cannot be written in a file; give the scheme's command line instead"
              .formatted(name, type.getName()));
    }
    List<String> words;
    try {
      words = Arrays.asList(Utils.splitOptions(text));
    } catch (Exception e) {
      throw wrong(name, "a class name with options, as Weka writes it", text);
    }
    if (words.isEmpty()) {
      throw wrong(name, "a class name with options", text);
    }
    try {
      Object made = Schemes.create(words.get(0), type);
      Schemes.setOptions(made, words.subList(1, words.size()));
      return made;
    } catch (SchemeException e) {
      throw new SchemeException("the option '" + name + "': " + e.getMessage());
    }
  }
}
