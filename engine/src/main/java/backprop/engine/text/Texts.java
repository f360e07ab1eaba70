// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The text form of everything that is in a catalog: reads it and prints it. Immutable.
 *
 * <pre>
 * List&lt;Layer&gt; layers = texts.parseList(Layer.class, "dense(64, relu), dropout(0.2)");
 * Optimizer o = texts.parse(Optimizer.class, "adam(rate=cosine(0.01))");
 * texts.print(Optimizer.class, o);        // adam(rate=cosine(0.01))
 * </pre>
 */
public final class Texts {
  /** What an empty list and an absent value are called. */
  public static final String NONE = "none";

  private final Map<Class<?>, Lazy<Catalog<?>>> catalogs;
  private final Map<Class<?>, Map<String, Supplier<?>>> words;

  private Texts(
      Map<Class<?>, Lazy<Catalog<?>>> catalogs, Map<Class<?>, Map<String, Supplier<?>>> words) {
    this.catalogs = catalogs;
    this.words = words;
  }

  /**
   * The texts of some catalogs, checked.
   *
   * @throws IllegalArgumentException as {@link #check}, or when two catalogs are of one kind
   */
  public static Texts of(Catalog<?>... catalogs) {
    return of(List.of(catalogs));
  }

  /** The same for a list. */
  public static Texts of(List<? extends Catalog<?>> catalogs) {
    Builder builder = new Builder();
    catalogs.forEach(c -> builder.add(c.type(), () -> c));
    Texts texts = builder.build();
    texts.check();
    return texts;
  }

  /** Texts of catalogs that are made when they are first wanted; {@link #check} checks them. */
  public static final class Builder {
    private final Map<Class<?>, Lazy<Catalog<?>>> catalogs = new LinkedHashMap<>();

    /**
     * Adds a kind.
     *
     * @param catalog makes the catalog of that type, once
     * @return this
     * @throws IllegalArgumentException when the type has a catalog already
     */
    public Builder add(Class<?> type, Supplier<? extends Catalog<?>> catalog) {
      if (catalogs.put(type, new Lazy<>(catalog)) != null) {
        throw new IllegalArgumentException("two catalogs of " + type.getName());
      }
      return this;
    }

    /** The texts of all kinds added. */
    public Texts build() {
      return new Texts(new LinkedHashMap<>(catalogs), Map.of());
    }
  }

  /**
   * Looks at every entry of every catalog.
   *
   * @throws IllegalArgumentException when a catalog is not of the type that it was added as, an
   *     entry has no text form, a property is of a kind without a catalog, or a default has no text
   *     form
   */
  public void check() {
    catalogs.forEach(
        (type, c) -> {
          if (c.get().type() != type) {
            throw new IllegalArgumentException(
                "the catalog of " + type.getName() + " is of " + c.get().type().getName());
          }
          c.get().entries().forEach(e -> check(c.get(), e));
        });
  }

  private void check(Catalog<?> c, Entry<?> e) {
    for (Property p : e.properties()) {
      try {
        defaultText(p);
      } catch (IllegalArgumentException problem) {
        throw new IllegalArgumentException(
            "property " + p.name() + " of " + c.kind() + " " + e + ": " + problem.getMessage(),
            problem);
      }
    }
  }

  /**
   * These texts with one more word, for meanings that depend on where a text is used, such as
   * {@code auto}. A word goes before an entry of the same name.
   *
   * @param type where it may stand: a catalogued kind, {@code int.class}, {@code double.class} ...
   * @param word the word, written without parentheses
   * @param value what it stands for, asked each time the word is read: a value of that type or,
   *     where a list is expected, a List of such values; an {@code IllegalArgumentException} that
   *     says why it is not possible becomes a {@link TextException}
   */
  public Texts withWord(Class<?> type, String word, Supplier<?> value) {
    if (!Names.wellFormed(word)) {
      throw new IllegalArgumentException("the word '" + word + "' is not a name");
    }
    Map<Class<?>, Map<String, Supplier<?>>> more = new LinkedHashMap<>(words);
    Map<String, Supplier<?>> ofType = new LinkedHashMap<>(words(type));
    ofType.put(word, value);
    more.put(type, ofType);
    return new Texts(catalogs, more);
  }

  /**
   * Reads one entry.
   *
   * @throws TextException when the text cannot be read
   */
  public <T> T parse(Class<T> type, String text) {
    return type.cast(new Reader(this).value(entryType(type), Syntax.one(text), null));
  }

  /**
   * Reads entries separated by commas; {@code none} or an empty text for no entry.
   *
   * @throws TextException when the text cannot be read
   */
  public <T> List<T> parseList(Class<T> type, String text) {
    ValueType entries = entryType(type);
    if (text.strip().equals(NONE) && catalog(type).entry(NONE).isEmpty()) {
      return List.of();
    }
    List<T> values = new ArrayList<>();
    for (Object v : new Reader(this).list(entries, Syntax.list(text), null)) {
      values.add(type.cast(v));
    }
    return List.copyOf(values);
  }

  /**
   * Prints one entry in canonical form: without what equals the defaults.
   *
   * @throws IllegalArgumentException when it holds something that is in no catalog, or a number
   *     that is not finite, or is nested too deep to be read again
   */
  public <T> String print(Class<T> type, T value) {
    return new Printer(this, false).value(entryType(type), value);
  }

  /**
   * Prints one entry with all its arguments: for files, whose meaning must stay the same when a
   * default changes in a later version. Read by {@link #parse} like any other text.
   *
   * @throws IllegalArgumentException as {@link #print(Class, Object)}
   */
  public <T> String printFully(Class<T> type, T value) {
    return new Printer(this, true).value(entryType(type), value);
  }

  /**
   * Prints one entry of any kind, found by its class.
   *
   * @throws IllegalArgumentException as {@link #print(Class, Object)}
   */
  public String print(Object value) {
    for (Map.Entry<Class<?>, Lazy<Catalog<?>>> c : catalogs.entrySet()) {
      if (c.getKey().isInstance(value) && c.getValue().get().entryOf(value).isPresent()) {
        return new Printer(this, false).value(entryType(c.getKey()), value);
      }
    }
    throw new IllegalArgumentException(value.getClass().getName() + " is in no catalog");
  }

  /** Prints entries separated by commas; {@code none} for no entry. */
  public <T> String printList(Class<T> type, List<? extends T> values) {
    return values.isEmpty() ? NONE : new Printer(this, false).list(entryType(type), values);
  }

  /** The default of a property as text. */
  public String defaultText(Property p) {
    return valueText(p, p.defaultValue());
  }

  /** A value of a property as text; the elements of a list without brackets. */
  public String valueText(Property p, Object value) {
    if (p.type().list()) {
      List<?> values = (List<?>) value;
      return values.isEmpty() ? NONE : new Printer(this, false).list(p.type(), values);
    }
    return new Printer(this, false).value(p.type(), value);
  }

  /**
   * Reads a value of a property as {@link #valueText} prints it.
   *
   * @throws TextException when the text cannot be read or the value is out of the property's range
   */
  public Object parseValue(Property p, String text) {
    Reader reader = new Reader(this);
    if (p.type().list()) {
      return text.strip().equals(NONE)
          ? List.of()
          : List.copyOf(reader.list(p.type(), Syntax.list(text), p));
    }
    return reader.value(p.type(), Syntax.one(text), p);
  }

  /** All catalogs in the order of registration. */
  public List<Catalog<?>> catalogs() {
    List<Catalog<?>> all = new ArrayList<>();
    catalogs.values().forEach(c -> all.add(c.get()));
    return List.copyOf(all);
  }

  /**
   * The catalog of a kind; for a narrower kind, such as those optimizers that can be wrapped, the
   * entries of the wider one that are of it.
   *
   * @throws IllegalArgumentException when there is none
   */
  @SuppressWarnings("unchecked")
  public <T> Catalog<T> catalog(Class<T> type) {
    Lazy<Catalog<?>> c = catalogs.get(type);
    if (c != null) {
      return (Catalog<T>) c.get();
    }
    for (Map.Entry<Class<?>, Lazy<Catalog<?>>> wider : catalogs.entrySet()) {
      if (wider.getKey().isAssignableFrom(type)) {
        return wider.getValue().get().only(type);
      }
    }
    throw new IllegalArgumentException("there is no catalog of " + type.getName());
  }

  /** Whether a name is an entry of the wider kind that a kind belongs to. */
  boolean knownElsewhere(Class<?> type, String name) {
    for (Map.Entry<Class<?>, Lazy<Catalog<?>>> wider : catalogs.entrySet()) {
      if (wider.getKey() != type
          && wider.getKey().isAssignableFrom(type)
          && wider.getValue().get().entry(name).isPresent()) {
        return true;
      }
    }
    return false;
  }

  Map<String, Supplier<?>> words(Class<?> type) {
    return words.getOrDefault(type, Map.of());
  }

  private ValueType entryType(Class<?> type) {
    catalog(type);
    return new ValueType(ValueType.Form.ENTRY, type, false, false);
  }
}
