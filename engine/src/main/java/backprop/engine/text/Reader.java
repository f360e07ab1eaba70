// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import backprop.engine.text.Syntax.Argument;
import backprop.engine.text.Syntax.Call;
import backprop.engine.text.Syntax.Items;
import backprop.engine.text.Syntax.Quoted;
import backprop.engine.text.Syntax.Tree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Syntax trees to values of the expected type. */
final class Reader {
  private final Texts texts;

  Reader(Texts texts) {
    this.texts = texts;
  }

  /** Several values; words that stand for a list become its elements. */
  List<Object> list(ValueType type, List<Tree> trees, Property p) {
    List<Object> values = new ArrayList<>();
    for (Tree t : trees) {
      addTo(values, type, t, p);
    }
    return values;
  }

  private void addTo(List<Object> values, ValueType type, Tree t, Property p) {
    Object v = word(type, t).orElse(null);
    if (v instanceof List<?> several) {
      values.addAll(several);
    } else {
      values.add(v != null ? v : one(type, t, p));
    }
  }

  /** One value, a whole list in brackets, or none, as the type says. */
  Object value(ValueType type, Tree t, Property p) {
    if (type.optional()) {
      boolean none = t instanceof Call c && c.name().equals(Texts.NONE) && !c.parentheses();
      return none ? Optional.empty() : Optional.of(value(type.one(), t, p));
    }
    if (type.list()) {
      if (type.numbers() && t instanceof Syntax.Number) {
        return List.of(one(type.one(), t, p));
      }
      if (!(t instanceof Items items)) {
        throw wrong(type, t);
      }
      return List.copyOf(list(type, items.values(), p));
    }
    Object word = word(type, t).orElse(null);
    if (word instanceof List<?>) {
      throw new TextException(
          t.column(),
          Syntax.quote(((Call) t).name()) + " stands for a list, expected " + allowed(type));
    }
    return word != null ? word : one(type, t, p);
  }

  private Optional<Object> word(ValueType type, Tree t) {
    if (t instanceof Call c && !c.parentheses()) {
      Supplier<?> word = texts.words(type.raw()).get(c.name());
      try {
        return word == null ? Optional.empty() : Optional.of(word.get());
      } catch (IllegalArgumentException e) {
        throw new TextException(
            t.column(), Syntax.quote(c.name()) + " is not possible here: " + e.getMessage(), e);
      }
    }
    return Optional.empty();
  }

  private Object one(ValueType type, Tree t, Property p) {
    return switch (type.form()) {
      case WHOLE -> whole(type, t, p);
      case NUMBER -> number(type, t, p);
      case BOOLEAN -> bool(type, t);
      case STRING -> string(type, t);
      case CHOICE -> choice(type, t);
      case ENTRY -> entry(type, t, p);
    };
  }

  private Object whole(ValueType type, Tree t, Property p) {
    if (!(t instanceof Syntax.Number n)) {
      throw wrong(type, t);
    }
    boolean isInt = type.raw() == int.class || type.raw() == Integer.class;
    long value;
    try {
      BigDecimal exact = new BigDecimal(n.text());
      value = isInt ? exact.intValueExact() : exact.longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(type, t);
    }
    check(t, value, n.text(), p);
    return isInt ? (Object) (int) value : (Object) value;
  }

  private Object number(ValueType type, Tree t, Property p) {
    if (!(t instanceof Syntax.Number n)) {
      throw wrong(type, t);
    }
    double value = Double.parseDouble(n.text());
    if (Double.isInfinite(value)) {
      throw new TextException(t.column(), "the number " + n.text() + " is too large");
    }
    check(t, value, n.text(), p);
    return value;
  }

  private static void check(Tree t, double value, String text, Property p) {
    if (p != null && !p.range().contains(value)) {
      throw new TextException(
          t.column(), p.name() + " is " + text + ", allowed are numbers " + p.range());
    }
  }

  private Object bool(ValueType type, Tree t) {
    String name = bareName(type, t);
    if (!name.equals("true") && !name.equals("false")) {
      throw wrong(type, t);
    }
    return name.equals("true");
  }

  private Object string(ValueType type, Tree t) {
    if (t instanceof Syntax.Number n) {
      return n.text();
    }
    return t instanceof Quoted q ? q.text() : bareName(type, t);
  }

  private Object choice(ValueType type, Tree t) {
    String name = bareName(type, t);
    int i = type.choices().indexOf(name);
    if (i < 0) {
      throw new TextException(
          t.column(), Syntax.quote(name) + " is not allowed; " + near(name, type));
    }
    return type.raw().getEnumConstants()[i];
  }

  private static String near(String name, ValueType type) {
    return Names.suggest(name, type.choices());
  }

  private String bareName(ValueType type, Tree t) {
    if (t instanceof Call c && !c.parentheses()) {
      return c.name();
    }
    throw wrong(type, t);
  }

  // ---- entries

  private Object entry(ValueType type, Tree t, Property p) {
    Catalog<?> catalog = texts.catalog(type.raw());
    Entry<?> plain = catalog.plainNumber().orElse(null);
    if (t instanceof Syntax.Number && plain != null) {
      Property only = plain.properties().get(0);
      Object value = one(only.type(), t, only);
      check(t, ((Number) value).doubleValue(), ((Syntax.Number) t).text(), p);
      return create(plain, t.column(), new Object[] {value});
    }
    if (!(t instanceof Call call)) {
      throw wrong(type, t);
    }
    Entry<?> e = catalog.entry(call.name()).orElse(null);
    if (e == null) {
      List<String> known = new ArrayList<>(catalog.names());
      known.addAll(texts.words(type.raw()).keySet());
      if (texts.knownElsewhere(type.raw(), call.name())) {
        throw new TextException(
            t.column(),
            catalog.kind()
                + " "
                + Syntax.quote(call.name())
                + " does not go here; allowed are "
                + String.join(", ", known));
      }
      throw new TextException(
          t.column(),
          "there is no "
              + catalog.kind()
              + " "
              + Syntax.quote(call.name())
              + "; "
              + Names.suggest(call.name(), known));
    }
    Object made = create(e, t.column(), arguments(e, call));
    if (e == plain && p != null) {
      double number = (Double) plain.properties().get(0).of(made);
      check(t, number, Printer.number(number), p);
    }
    return made;
  }

  private static Object create(Entry<?> e, int column, Object[] values) {
    try {
      return e.create(values);
    } catch (IllegalArgumentException problem) {
      String prefix = e.name() + ": ";
      String message = String.valueOf(problem.getMessage());
      throw new TextException(
          column, (message.startsWith(prefix) ? "" : prefix) + message, problem);
    }
  }

  private Object[] arguments(Entry<?> e, Call call) {
    List<Property> properties = e.properties();
    Object[] values = new Object[properties.size()];
    int next = 0;
    boolean keys = false;
    List<Object> open = null;
    for (Argument a : call.arguments()) {
      if (a.key() != null) {
        keys = true;
        int i = index(e, a);
        if (values[i] != null) {
          throw new TextException(a.column(), "'" + a.key() + "' of " + e + " is given twice");
        }
        values[i] = value(properties.get(i).type(), a.value(), properties.get(i));
        continue;
      }
      if (keys) {
        throw new TextException(
            a.column(), "an argument without a key after one with a key in " + e);
      }
      if (next == properties.size()) {
        throw tooMany(e, call, a);
      }
      boolean otherKind =
          open != null
              && properties.get(next).type().numbers()
              && !(a.value() instanceof Syntax.Number);
      if (otherKind) {
        // what is no number cannot belong to a list of numbers: it is the next property's
        open = null;
        if (++next == properties.size()) {
          throw tooMany(e, call, a);
        }
      }
      Property p = properties.get(next);
      if (p.type().list() && !(a.value() instanceof Items && open == null)) {
        if (open == null) {
          open = new ArrayList<>();
          values[next] = open;
        }
        addTo(open, p.type(), a.value(), p);
      } else {
        values[next++] = value(p.type(), a.value(), p);
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = finished(e, call, properties.get(i), values[i]);
    }
    return values;
  }

  private static Object finished(Entry<?> e, Call call, Property p, Object value) {
    if (value == null) {
      if (p.required()) {
        throw new TextException(call.column(), e + " needs '" + p.name() + "': " + p.tip());
      }
      return p.defaultValue();
    }
    return p.type().list() ? List.copyOf((List<?>) value) : value;
  }

  private static int index(Entry<?> e, Argument a) {
    List<String> names = new ArrayList<>();
    for (Property p : e.properties()) {
      names.add(p.name());
    }
    int i = names.indexOf(a.key());
    if (i < 0) {
      throw new TextException(
          a.column(),
          e + " has no " + Syntax.quote(a.key()) + "; " + Names.suggest(a.key(), names));
    }
    return i;
  }

  private static TextException tooMany(Entry<?> e, Call call, Argument a) {
    int allowed = e.properties().size();
    String takes =
        allowed == 0
            ? "no arguments"
            : "at most "
                + allowed
                + (allowed == 1 ? " argument (" : " arguments (")
                + String.join(", ", e.properties().stream().map(Property::name).toList())
                + ")";
    return new TextException(
        a.column(), e + " takes " + takes + ", found " + call.arguments().size());
  }

  // ---- messages

  private TextException wrong(ValueType type, Tree t) {
    return new TextException(t.column(), "found " + found(t) + ", expected " + allowed(type));
  }

  private static String found(Tree t) {
    if (t instanceof Syntax.Number n) {
      return "the number " + n.text();
    }
    if (t instanceof Quoted q) {
      return "the string " + Syntax.quote(q.text());
    }
    return t instanceof Call c
        ? Syntax.quote(c.name() + (c.parentheses() ? "(...)" : ""))
        : "a list in brackets";
  }

  private String allowed(ValueType type) {
    if (type.list()) {
      return "a list in brackets of " + allowed(type.one());
    }
    return switch (type.form()) {
      case WHOLE -> "a whole number";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case STRING -> "a name or a string in quotes";
      case CHOICE -> "one of " + String.join(", ", type.choices());
      case ENTRY -> {
        Catalog<?> c = texts.catalog(type.raw());
        yield (c.plainNumber().isPresent() ? "a number or " : "")
            + ("aeiou".indexOf(c.kind().charAt(0)) >= 0 ? "an " : "a ")
            + c.kind()
            + " such as "
            + c.names().get(c.plainNumber().isPresent() && c.names().size() > 1 ? 1 : 0);
      }
    };
  }
}
