// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All entries of one kind, in the order of registration: the one line that a new layer, optimizer
 * ... needs. Immutable.
 *
 * <pre>
 * Catalog.of("schedule", Schedule.class, new Constant(0.01), new Cosine(0.01, 0))
 * </pre>
 *
 * @param <T> the kind, such as {@code Layer}
 */
public final class Catalog<T> {
  private final String kind;
  private final Class<T> type;
  private final Map<String, Entry<T>> byName = new LinkedHashMap<>();
  private final Map<Class<?>, Entry<T>> byClass = new LinkedHashMap<>();
  private final Entry<T> plainNumber;

  private Catalog(String kind, Class<T> type, List<T> prototypes) {
    this.kind = kind;
    this.type = type;
    Entry<T> number = null;
    for (T prototype : prototypes) {
      Entry<T> e = new Entry<>(prototype);
      if (byName.put(e.name(), e) != null || byClass.put(prototype.getClass(), e) != null) {
        throw new IllegalArgumentException("two entries of kind " + kind + " are called " + e);
      }
      if (e.plainNumber()) {
        if (number != null) {
          throw new IllegalArgumentException(
              "in kind " + kind + " both " + number + " and " + e + " are plain numbers");
        }
        number = e;
      }
    }
    this.plainNumber = number;
  }

  /**
   * A catalog.
   *
   * @param kind what one entry is called in messages, such as {@code layer}
   * @param type the interface that all entries implement
   * @param prototypes public records that hold the defaults
   * @throws IllegalArgumentException when a record has no text form or a name comes twice
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T> Catalog<T> of(String kind, Class<T> type, T... prototypes) {
    return new Catalog<>(kind, type, Arrays.asList(prototypes));
  }

  /** Only the entries of a narrower kind, under the same name. */
  <S> Catalog<S> only(Class<S> narrower) {
    List<S> some =
        entries().stream()
            .map(Entry::prototype)
            .filter(narrower::isInstance)
            .map(narrower::cast)
            .toList();
    return new Catalog<>(kind, narrower, some);
  }

  /** What one entry is called in messages. */
  public String kind() {
    return kind;
  }

  /** The interface that all entries implement. */
  public Class<T> type() {
    return type;
  }

  /** All entries in the order of registration. */
  public List<Entry<T>> entries() {
    return List.copyOf(byName.values());
  }

  /** All names in the order of registration. */
  public List<String> names() {
    return new ArrayList<>(byName.keySet());
  }

  /** The entry with this name. */
  public Optional<Entry<T>> entry(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The entry that a value is one of; by its class. */
  public Optional<Entry<T>> entryOf(Object value) {
    return Optional.ofNullable(byClass.get(value.getClass()));
  }

  /** The entry that is written as a plain number. */
  public Optional<Entry<T>> plainNumber() {
    return Optional.ofNullable(plainNumber);
  }

  @Override
  public String toString() {
    return kind + " " + byName.keySet();
  }
}
