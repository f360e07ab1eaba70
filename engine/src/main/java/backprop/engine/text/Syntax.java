// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The grammar, without meanings:
 *
 * <pre>
 * list     = value { "," value }
 * value    = number | range | string | name [ "(" [ argument { "," argument } ] ")" ] | "[" [ list ] "]"
 * argument = [ name "=" ] value
 * range    = whole "-" ( whole | name )
 * </pre>
 *
 * <p>Numbers are decimal with an optional exponent; strings stand in single or double quotes, with
 * a backslash before a quote or a backslash; a range such as {@code 1-4} or {@code 5-last} is a
 * string without quotes; space and line ends may stand between any two parts.
 */
final class Syntax {
  /** Deeper nesting is refused, so that no text exhausts the stack. */
  static final int DEEPEST = 64;

  static final int LONGEST_TEXT = 1_000_000;
  private static final Pattern RANGE = Pattern.compile("\\d+-(\\d+|[a-zA-Z]+)");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_QUOTE = 40;

  /** A value as written; the column counts from 1. */
  sealed interface Tree {
    int column();
  }

  record Number(int column, String text) implements Tree {}

  record Quoted(int column, String text) implements Tree {}

  record Items(int column, List<Tree> values) implements Tree {}

  record Call(int column, String name, boolean parentheses, List<Argument> arguments)
      implements Tree {}

  /** An argument; the key is null where it is positional. */
  record Argument(int column, String key, Tree value) {}

  private final String text;
  private int at;

  private Syntax(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new TextException(
          LONGEST_TEXT + 1,
          "the text has " + text.length() + " characters, allowed are " + LONGEST_TEXT);
    }
    this.text = text;
  }

  /** A text of exactly one value. */
  static Tree one(String text) {
    Syntax s = new Syntax(text);
    Tree value = s.value(0);
    s.end();
    return value;
  }

  /** A text of any number of values; none for an empty text. */
  static List<Tree> list(String text) {
    Syntax s = new Syntax(text);
    List<Tree> values = new ArrayList<>();
    if (s.peek() != END) {
      do {
        values.add(s.value(0));
      } while (s.accept(','));
    }
    s.end();
    return values;
  }

  /** A piece of text for a message: in quotes, shortened, control characters as '?'. */
  static String quote(String s) {
    String shown = s.length() > LONGEST_QUOTE ? s.substring(0, LONGEST_QUOTE) + "..." : s;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }

  private static final char END = (char) -1;

  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : END;
  }

  private boolean accept(char c) {
    if (peek() == c && at < text.length()) {
      at++;
      return true;
    }
    return false;
  }

  private void end() {
    if (peek() == ')' || peek() == ']') {
      throw new TextException(at + 1, "'" + peek() + "' closes nothing");
    }
    if (at < text.length()) {
      throw unexpected("the end of the text" + (at > 0 ? " or ','" : ""));
    }
  }

  private TextException unexpected(String allowed) {
    String found = peek() == END && at >= text.length() ? "the text ends here" : "found " + here();
    return new TextException(at + 1, found + ", expected " + allowed);
  }

  private String here() {
    int to = at;
    if (Names.inside(text.charAt(at))) {
      while (to < text.length() && Names.inside(text.charAt(to))) {
        to++;
      }
    } else {
      to = at + Character.charCount(text.codePointAt(at));
    }
    return quote(text.substring(at, to));
  }

  private Tree value(int depth) {
    if (depth > DEEPEST) {
      throw new TextException(at + 1, "nested deeper than " + DEEPEST);
    }
    char c = peek();
    int column = at + 1;
    if (at < text.length()) {
      if (Names.letter(c)) {
        return call(column, name(), depth);
      }
      if (c == '"' || c == '\'') {
        return new Quoted(column, quoted(c));
      }
      if (c == '[') {
        at++;
        return new Items(column, items(depth, column));
      }
      if ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.') {
        return number(column);
      }
    }
    throw unexpected("a name or a number");
  }

  private String name() {
    int from = at;
    while (at < text.length() && Names.inside(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private Tree call(int column, String name, int depth) {
    int open = peekOpen();
    if (open == 0) {
      return new Call(column, name, false, List.of());
    }
    List<Argument> arguments = new ArrayList<>();
    if (!accept(')')) {
      do {
        arguments.add(argument(depth + 1));
      } while (accept(','));
      close(')', open);
    }
    return new Call(column, name, true, arguments);
  }

  private int peekOpen() {
    return accept('(') ? at : 0;
  }

  private Argument argument(int depth) {
    char c = peek();
    int column = at + 1;
    if (at < text.length() && Names.letter(c)) {
      String name = name();
      if (accept('=')) {
        return new Argument(column, name, value(depth));
      }
      if (depth > DEEPEST) {
        throw new TextException(column, "nested deeper than " + DEEPEST);
      }
      return new Argument(column, null, call(column, name, depth));
    }
    return new Argument(column, null, value(depth));
  }

  private List<Tree> items(int depth, int open) {
    List<Tree> values = new ArrayList<>();
    if (!accept(']')) {
      do {
        values.add(value(depth + 1));
      } while (accept(','));
      close(']', open);
    }
    return values;
  }

  private void close(char bracket, int open) {
    if (!accept(bracket)) {
      boolean end = peek() == END && at >= text.length();
      String pair = bracket == ')' ? "'('" : "'['";
      throw end
          ? new TextException(
              at + 1, "the text ends before the " + pair + " of column " + open + " is closed")
          : unexpected("',' or '" + bracket + "'");
    }
  }

  private String quoted(char quote) {
    int column = at + 1;
    StringBuilder s = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote) {
        at++;
        return s.toString();
      }
      if (c == '\\' && at + 1 < text.length()) {
        c = text.charAt(++at);
      }
      s.append(c);
    }
    throw new TextException(column, "the quote is not closed");
  }

  /** Whether it is something like {@code 1-4} or {@code 5-last}: a string that needs no quotes. */
  static boolean isRange(String s) {
    return RANGE.matcher(s).matches();
  }

  private Tree number(int column) {
    int from = at;
    while (at < text.length() && numeric(from)) {
      at++;
    }
    String number = text.substring(from, at);
    if (isRange(number)) {
      return new Quoted(column, number);
    }
    if (!NUMBER.matcher(number).matches()) {
      throw new TextException(column, quote(number) + " is not a number");
    }
    if (number.length() > LONGEST_NUMBER) {
      throw new TextException(
          column, "a number of " + number.length() + " characters, allowed are " + LONGEST_NUMBER);
    }
    return new Number(column, number);
  }

  /** Letters belong to it too, so that {@code 64x} is one malformed number in messages. */
  private boolean numeric(int from) {
    char c = text.charAt(at);
    return Names.inside(c) || c == '.' || (c == '+' && (at == from || exponent(at - 1)));
  }

  private boolean exponent(int i) {
    return text.charAt(i) == 'e' || text.charAt(i) == 'E';
  }
}
