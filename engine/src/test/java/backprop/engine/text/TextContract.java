// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import backprop.engine.backend.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for the texts of every set of catalogs; a test of a set says which. */
public abstract class TextContract {
  private static final int RANDOM_ENTRIES = 40;
  private static final int MUTATIONS = 6_000;
  private static final String CHARACTERS = "(),=[]\"'\\ \n\t.-+0189eEaz_\u00e9\u0000\ud83d";

  /** The texts under test. */
  protected abstract Texts texts();

  @Test
  final void everyEntryHasATextForm() {
    texts().check();
  }

  @Test
  final void everyEntryAndPropertyIsDescribed() {
    for (Catalog<?> c : texts().catalogs()) {
      assertFalse(c.entries().isEmpty(), c.kind());
      for (Entry<?> e : c.entries()) {
        assertTrue(e.description().endsWith("."), c.kind() + " " + e + " needs a @Description");
        for (Property p : e.properties()) {
          assertFalse(p.tip().isBlank(), c.kind() + " " + e + "." + p.name() + " needs a @Tip");
        }
      }
    }
  }

  @Test
  final void defaultsPrintAsNameAndSurvive() {
    for (Catalog<?> c : texts().catalogs()) {
      c.entries().forEach(e -> roundTrip(c, e.prototype()));
    }
  }

  @Test
  final void defaultsAreInRange() {
    for (Catalog<?> c : texts().catalogs()) {
      for (Entry<?> e : c.entries()) {
        for (Property p : e.properties()) {
          String text = texts().defaultText(p);
          assertEquals(
              p.defaultValue(), texts().parseValue(p, text), c.kind() + " " + e + "." + p.name());
        }
      }
    }
  }

  @Test
  final void whatIsPrintedReadsAsTheSame() {
    RandomEntries random = new RandomEntries(texts(), 1);
    for (Catalog<?> c : texts().catalogs()) {
      for (Entry<?> e : c.entries()) {
        for (int i = 0; i < RANDOM_ENTRIES; i++) {
          roundTrip(c, random.of(e));
        }
      }
    }
  }

  @Test
  final void listsReadAsTheSame() {
    RandomEntries random = new RandomEntries(texts(), 2);
    for (Catalog<?> c : texts().catalogs()) {
      listRoundTrip(c, random);
    }
  }

  private <T> void listRoundTrip(Catalog<T> c, RandomEntries random) {
    List<T> all = new ArrayList<>();
    assertEquals(all, texts().parseList(c.type(), texts().printList(c.type(), all)));
    for (Entry<T> e : c.entries()) {
      all.add(random.of(e));
      assertEquals(all, texts().parseList(c.type(), texts().printList(c.type(), all)));
    }
  }

  private <T> void roundTrip(Catalog<T> c, Object value) {
    String text = texts().print(c.type(), c.type().cast(value));
    T read = texts().parse(c.type(), text);
    assertEquals(value, read, text);
    assertEquals(text, texts().print(c.type(), read));
    assertEquals(text, texts().print(value));
    String full = texts().printFully(c.type(), read);
    assertEquals(value, texts().parse(c.type(), full), full);
  }

  /** Damaged texts are read, or refused with a column, but nothing else happens. */
  @Test
  final void damagedTextsAreRefusedWithAColumn() {
    RandomEntries entries = new RandomEntries(texts(), 3);
    RandomStream random = new RandomStream(RandomStream.key(4));
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Catalog<?> c = texts().catalogs().get(random.nextInt(texts().catalogs().size()));
      Entry<?> e = c.entries().get(random.nextInt(c.entries().size()));
      String text = damage(texts().print(entries.of(e)), random);
      refused += refused(c.type(), text) ? 1 : 0;
    }
    assertTrue(refused > MUTATIONS / 10, "only " + refused + " were refused");
  }

  private boolean refused(Class<?> type, String text) {
    try {
      if (texts().parseList(type, text) == null) {
        fail("null for " + text);
      }
      return false;
    } catch (TextException e) {
      assertTrue(e.column() >= 1 && e.column() <= text.length() + 1, e.getMessage());
      assertTrue(e.getMessage().length() < 5000, e.getMessage());
      return true;
    } catch (RuntimeException e) {
      throw new AssertionError("reading " + text, e);
    }
  }

  private static String damage(String text, RandomStream random) {
    StringBuilder s = new StringBuilder(text);
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(s.length() + 1);
      char c = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
      switch (random.nextInt(4)) {
        case 0 -> s.insert(at, c);
        case 1 -> s.delete(at, Math.min(s.length(), at + 1 + random.nextInt(4)));
        case 2 -> s.insert(at, s.substring(0, random.nextInt(s.length() + 1)));
        default -> s.setLength(at);
      }
    }
    return s.toString();
  }
}
