// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.features;

import java.beans.BeanInfo;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weka.core.Option;
import weka.core.OptionHandler;
import weka.core.OptionMetadata;
import weka.core.SelectedTag;
import weka.core.Tag;
import weka.core.Utils;

/**
 * The command line of a bean whose getters are annotated for Weka's editors. Weka has a reader of
 * such annotations too, but that one prints what goes wrong and then goes on; this one throws. What
 * a command line does not name gets the value that a new bean has.
 *
 * <p>Properties are strings, whole and real numbers, flags, files, choices among tags, and things
 * with options of their own, whose text is these options.
 */
public final class AnnotatedOptions {
  private final Object bean;
  private final List<PropertyDescriptor> properties;

  /** The options of a bean. */
  public AnnotatedOptions(Object bean) {
    this.bean = bean;
    try {
      BeanInfo info = Introspector.getBeanInfo(bean.getClass());
      this.properties =
          Stream.of(info.getPropertyDescriptors())
              .filter(p -> p.getReadMethod() != null && p.getWriteMethod() != null)
              .filter(p -> p.getReadMethod().isAnnotationPresent(OptionMetadata.class))
              .filter(p -> p.getReadMethod().getDeclaringClass() == bean.getClass())
              .sorted(Comparator.comparingInt(p -> metadata(p).displayOrder()))
              .toList();
    } catch (IntrospectionException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static OptionMetadata metadata(PropertyDescriptor p) {
    return p.getReadMethod().getAnnotation(OptionMetadata.class);
  }

  private static boolean isFlag(PropertyDescriptor p) {
    return p.getPropertyType() == boolean.class;
  }

  /** What the help lists. */
  public List<Option> list() {
    return properties.stream()
        .map(
            p ->
                new Option(
                    "\t" + metadata(p).description(),
                    metadata(p).commandLineParamName(),
                    isFlag(p) ? 0 : 1,
                    metadata(p).commandLineParamSynopsis()))
        .toList();
  }

  /** What the help lists, with what else there is. */
  public Enumeration<Option> listWith(Enumeration<Option> others) {
    List<Option> all = new ArrayList<>(list());
    List<String> own = all.stream().map(Option::name).toList();
    for (Option o : Collections.list(others)) {
      if (!own.contains(o.name())) {
        all.add(o);
      }
    }
    return Collections.enumeration(all);
  }

  /** The values as a command line. */
  public String[] get() {
    List<String> options = new ArrayList<>();
    for (PropertyDescriptor p : properties) {
      String flag = "-" + metadata(p).commandLineParamName();
      Object value = read(p, bean);
      if (isFlag(p)) {
        if ((boolean) value) {
          options.add(flag);
        }
      } else if (!text(value).isEmpty()) {
        options.add(flag);
        options.add(text(value));
      }
    }
    return options.toArray(new String[0]);
  }

  /** The values as a command line, with what else there is. */
  public String[] getWith(String... others) {
    List<String> flags =
        properties.stream()
            .filter(p -> !isFlag(p))
            .map(p -> "-" + metadata(p).commandLineParamName())
            .toList();
    List<String> marks =
        properties.stream()
            .filter(AnnotatedOptions::isFlag)
            .map(p -> "-" + metadata(p).commandLineParamName())
            .toList();
    List<String> all = new ArrayList<>(List.of(get()));
    for (int i = 0; i < others.length; i++) {
      if (flags.contains(others[i])) {
        i++;
      } else if (!marks.contains(others[i])) {
        all.add(others[i]);
      }
    }
    return all.toArray(new String[0]);
  }

  /**
   * Takes the bean's options out of a command line.
   *
   * @param options found flags and values become empty strings, as Weka does it
   * @return how to set them: to be called when the rest has been read
   * @throws Exception when a flag has no value behind it
   */
  public Setting take(String[] options) throws Exception {
    List<Setting> all = new ArrayList<>();
    Object fresh = bean.getClass().getDeclaredConstructor().newInstance();
    for (PropertyDescriptor p : properties) {
      String flag = metadata(p).commandLineParamName();
      if (isFlag(p)) {
        boolean set = Utils.getFlag(flag, options);
        all.add(() -> write(p, set));
      } else if (Utils.getOptionPos(flag, options) >= 0) {
        String text = Utils.getOption(flag, options);
        all.add(() -> write(p, value(p, flag, text)));
      } else {
        all.add(() -> write(p, read(p, fresh)));
      }
    }
    return () -> {
      for (Setting s : all) {
        s.set();
      }
    };
  }

  /** Sets what was taken. */
  @FunctionalInterface
  public interface Setting {
    /**
     * Sets it.
     *
     * @throws Exception in one sentence when a value is not allowed
     */
    void set() throws Exception;
  }

  private static String text(Object value) {
    if (value instanceof SelectedTag t) {
      return name(t.getSelectedTag());
    }
    if (value instanceof File f) {
      return f.getPath();
    }
    if (value instanceof OptionHandler h) {
      return Utils.joinOptions(h.getOptions()).strip();
    }
    return String.valueOf(value);
  }

  private Object value(PropertyDescriptor p, String flag, String text) throws Exception {
    Class<?> type = p.getPropertyType();
    try {
      if (type == int.class) {
        return Integer.parseInt(text);
      }
      if (type == double.class) {
        return Double.parseDouble(text);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "option -"
              + flag
              + " is '"
              + text
              + "', allowed are "
              + (type == int.class ? "whole numbers" : "numbers"),
          e);
    }
    if (type == File.class) {
      return new File(text);
    }
    Object now = read(p, bean);
    if (now instanceof SelectedTag t) {
      return tag(flag, text, t.getTags());
    }
    if (now instanceof OptionHandler h) {
      OptionHandler other = (OptionHandler) h.getClass().getDeclaredConstructor().newInstance();
      other.setOptions(Utils.splitOptions(text));
      return other;
    }
    return text;
  }

  /** Weka makes names of tags upper case. */
  private static String name(Tag t) {
    return t.getIDStr().toLowerCase(Locale.ROOT);
  }

  private static SelectedTag tag(String flag, String text, Tag... tags) {
    for (Tag t : tags) {
      if (name(t).equals(text)) {
        return new SelectedTag(t.getID(), tags);
      }
    }
    throw new IllegalArgumentException(
        "option -"
            + flag
            + " is '"
            + text
            + "', allowed are "
            + Stream.of(tags).map(AnnotatedOptions::name).collect(Collectors.joining(", ")));
  }

  private static Object read(PropertyDescriptor p, Object from) {
    try {
      return p.getReadMethod().invoke(from);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("option " + p.getName() + " cannot be read", e);
    }
  }

  private void write(PropertyDescriptor p, Object value) throws Exception {
    try {
      p.getWriteMethod().invoke(bean, value);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
