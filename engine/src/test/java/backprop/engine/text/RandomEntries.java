// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import backprop.engine.backend.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes random entries of catalogs: for tests of everything that must hold for all of them. */
public final class RandomEntries {
  private static final int TRIES = 200;
  private static final int DEEPEST = 3;

  private final Texts texts;
  private final RandomStream random;

  public RandomEntries(Texts texts, long seed) {
    this.texts = texts;
    this.random = new RandomStream(RandomStream.key(seed));
  }

  /** One of this kind with random properties; tries again where the constructor refuses. */
  public <T> T of(Entry<T> entry) {
    return of(entry, 0);
  }

  private <T> T of(Entry<T> entry, int depth) {
    IllegalArgumentException last = null;
    for (int i = 0; i < TRIES; i++) {
      List<Object> values = new ArrayList<>();
      for (Property p : entry.properties()) {
        boolean same = depth >= DEEPEST || random.nextInt(4) == 0;
        values.add(same ? p.defaultValue() : value(p, depth));
      }
      try {
        return entry.create(values.toArray());
      } catch (IllegalArgumentException e) {
        last = e;
      }
    }
    throw new IllegalArgumentException("no random properties suit " + entry, last);
  }

  private Object value(Property p, int depth) {
    if (p.type().optional()) {
      return random.nextInt(2) == 0 ? Optional.empty() : Optional.of(one(p, depth));
    }
    if (p.type().list()) {
      List<Object> values = new ArrayList<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        values.add(one(p, depth));
      }
      return List.copyOf(values);
    }
    return one(p, depth);
  }

  private Object one(Property p, int depth) {
    Class<?> raw = p.type().raw();
    return switch (p.type().form()) {
      case BOOLEAN -> random.nextInt(2) == 0;
      case STRING -> string();
      case CHOICE -> raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
      case NUMBER -> number(p.range());
      case WHOLE -> {
        long x = whole(p.range());
        yield raw == int.class || raw == Integer.class ? (Object) (int) x : (Object) x;
      }
      case ENTRY -> entry(p, depth);
    };
  }

  private Object entry(Property p, int depth) {
    Catalog<?> catalog = texts.catalog(p.type().raw());
    Entry<?> plain = catalog.plainNumber().orElse(null);
    if (plain != null && random.nextInt(2) == 0) {
      return plainNumber(plain, p);
    }
    List<? extends Entry<?>> entries = catalog.entries();
    Entry<?> chosen = entries.get(random.nextInt(entries.size()));
    return chosen == plain ? plainNumber(plain, p) : of(chosen, depth + 1);
  }

  /** In the range of the property that it is for, and of its own. */
  private Object plainNumber(Entry<?> plain, Property p) {
    Property own = plain.properties().get(0);
    while (true) {
      Object x = own.type().form() == ValueType.Form.WHOLE ? one(own, DEEPEST) : number(p.range());
      if (p.range().contains(((Number) x).doubleValue())) {
        return plain.create(x);
      }
    }
  }

  private double number(Property.Range range) {
    while (true) {
      double scale = Math.pow(10, random.nextInt(13) - 7);
      double x = (random.nextInt(2) == 0 ? random.nextInt(10) : random.nextGaussian()) * scale;
      double shifted = range.min() > Double.NEGATIVE_INFINITY ? range.min() + Math.abs(x) : x;
      if (range.contains(shifted)) {
        return shifted;
      }
    }
  }

  private long whole(Property.Range range) {
    while (true) {
      long x = random.nextInt(2000) - 300;
      if (range.contains(x)) {
        return x;
      }
      if (range.contains(x % 5)) {
        return x % 5;
      }
    }
  }

  private String string() {
    String letters = "ab-9 \"'\\,()=\u00e4";
    StringBuilder s = new StringBuilder();
    for (int n = random.nextInt(6); n > 0; n--) {
      s.append(letters.charAt(random.nextInt(letters.length())));
    }
    return s.toString();
  }
}
