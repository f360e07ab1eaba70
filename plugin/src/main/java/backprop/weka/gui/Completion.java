// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.engine.text.Catalog;
import backprop.engine.text.Entry;
import backprop.engine.text.Property;
import backprop.engine.text.ValueType;
import backprop.weka.options.Setting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What may stand at a place in a text: names of entries, of their options, and values that have
 * names.
 *
 * @param from where the word begins that a proposal replaces
 * @param proposals what may stand there, in the order of the catalogue
 */
record Completion(int from, List<Proposal> proposals) {

  /**
   * One proposal.
   *
   * @param text what is inserted; the caret goes before a closing parenthesis at its end
   * @param tip what it does, in one sentence
   */
  record Proposal(String text, String tip) {
    @Override
    public String toString() {
      return text;
    }
  }

  /** An open parenthesis or bracket left of the caret. */
  private static final class Frame {
    final String name;
    int argument;
    String key;

    Frame(String name) {
      this.name = name;
    }
  }

  /** What is expected: an entry of a kind, or an argument of an entry. */
  private record Place(Entry<?> entry, Frame frame, ValueType type) {}

  /** What may stand at the caret. */
  static Completion at(CatalogKind<?> kind, String text, int caret) {
    int from = caret;
    while (from > 0 && inside(text.charAt(from - 1))) {
      from--;
    }
    boolean number =
        from > 0 && text.charAt(from - 1) == '.'
            || from < caret && Character.isDigit(text.charAt(from));
    Deque<Frame> frames = number ? null : frames(text, from);
    List<Proposal> all = frames == null ? List.of() : expected(kind, text, from, caret, frames);
    String prefix = text.substring(from, caret);
    return new Completion(from, all.stream().filter(p -> p.text.startsWith(prefix)).toList());
  }

  private static boolean inside(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_';
  }

  /** What is open before a place, outermost first; null within a quoted string. */
  private static Deque<Frame> frames(String text, int to) {
    Deque<Frame> frames = new ArrayDeque<>();
    char quote = 0;
    String word = "";
    for (int i = 0; i < to; i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (inside(c)) {
        word = (i > 0 && inside(text.charAt(i - 1)) ? word : "") + c;
      } else if (c == '(' || c == '[') {
        frames.addLast(new Frame(c == '(' ? word : ""));
      } else if (!frames.isEmpty() && (c == ')' || c == ']')) {
        frames.removeLast();
      } else if (!frames.isEmpty() && c == ',') {
        frames.getLast().argument++;
        frames.getLast().key = null;
      } else if (!frames.isEmpty() && c == '=') {
        frames.getLast().key = word;
      }
    }
    return quote == 0 ? frames : null;
  }

  private static List<Proposal> expected(
      CatalogKind<?> kind, String text, int from, int caret, Deque<Frame> frames) {
    List<Proposal> all = new ArrayList<>();
    if (frames.isEmpty()) {
      if (kind.automatic()
          && text.substring(0, from).isBlank()
          && text.substring(caret).isBlank()) {
        all.add(new Proposal(Setting.AUTO, "Chosen from the data."));
      }
      entries(kind.type(), all);
      return all;
    }
    Place place = place(kind.type(), frames);
    if (place == null) {
      return List.of();
    }
    values(place.type, all);
    if (place.entry != null && place.frame.key == null) {
      List<Property> properties = place.entry.properties();
      for (Property p : properties) {
        if (properties.indexOf(p) >= place.frame.argument) {
          all.add(new Proposal(p.name() + "=", tip(p)));
        }
      }
    }
    return all;
  }

  private static Place place(Class<?> kind, Deque<Frame> frames) {
    Class<?> type = kind;
    Place place = null;
    for (Iterator<Frame> i = frames.iterator(); i.hasNext(); ) {
      Frame f = i.next();
      if (f.name.isEmpty()) {
        // A list in brackets: its elements are what the property around it holds.
        place = place == null ? null : new Place(null, f, place.type);
        continue;
      }
      Catalog<?> catalog = CatalogKind.texts(type).catalog(type);
      Optional<? extends Entry<?>> entry = catalog.entry(f.name);
      Property p = entry.isEmpty() ? null : property(entry.get(), f);
      if (entry.isEmpty() || (p == null && i.hasNext())) {
        return null;
      }
      place = new Place(entry.get(), f, p == null ? null : p.type());
      if (p != null && p.type().form() == ValueType.Form.ENTRY) {
        type = p.type().raw();
      } else if (i.hasNext()) {
        return null;
      }
    }
    return place;
  }

  /** The property that an argument is for; null where there is none. */
  private static Property property(Entry<?> entry, Frame f) {
    List<Property> properties = entry.properties();
    for (int i = 0; i < properties.size(); i++) {
      Property p = properties.get(i);
      if (f.key == null
          ? i == f.argument || (i < f.argument && p.type().list())
          : p.name().equals(f.key)) {
        return p;
      }
    }
    return null;
  }

  private static void values(ValueType type, List<Proposal> all) {
    if (type == null) {
      return;
    }
    switch (type.form()) {
      case ENTRY -> entries(type.raw(), all);
      case CHOICE -> type.choices().forEach(c -> all.add(new Proposal(c, "")));
      case BOOLEAN -> List.of("true", "false").forEach(c -> all.add(new Proposal(c, "")));
      default -> {
        // Numbers and strings have no names.
      }
    }
  }

  private static void entries(Class<?> type, List<Proposal> all) {
    for (Entry<?> e : CatalogKind.texts(type).catalog(type).entries()) {
      boolean needs = e.properties().stream().anyMatch(Property::required);
      all.add(new Proposal(e.name() + (needs ? "()" : ""), e.description()));
    }
  }

  /** What a property means: tip, unit, range and default. */
  static String tip(Property p) {
    StringBuilder s = new StringBuilder(p.tip());
    String range = p.range().toString();
    if (!p.unit().isEmpty()) {
      s.append(", in ").append(p.unit());
    }
    if (!range.isEmpty()) {
      s.append("; ").append(range);
    }
    if (!p.required()) {
      s.append("; default ").append(CatalogKind.texts(p.type().raw()).defaultText(p));
    }
    return s.toString();
  }
}
