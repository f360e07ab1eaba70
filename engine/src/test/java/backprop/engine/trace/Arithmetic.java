// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import java.util.OptionalDouble;

/** Does what a line's numbers say: an independent check of its result. */
final class Arithmetic {
  private final String text;
  private int at;

  private Arithmetic(String text) {
    this.text = text;
  }

  /** The value of an expression; empty where it says more than arithmetic. */
  static OptionalDouble value(String text) {
    Arithmetic a = new Arithmetic(text);
    try {
      double x = a.sum();
      a.spaces();
      return a.at == text.length() ? OptionalDouble.of(x) : OptionalDouble.empty();
    } catch (IllegalStateException e) {
      return OptionalDouble.empty();
    }
  }

  private double sum() {
    double x = product();
    while (true) {
      if (takes("+")) {
        x += product();
      } else if (takes("-")) {
        x -= product();
      } else {
        return x;
      }
    }
  }

  private double product() {
    double x = signed();
    while (true) {
      if (takes("*")) {
        x *= signed();
      } else if (takes("/")) {
        x /= signed();
      } else {
        return x;
      }
    }
  }

  private double signed() {
    return takes("-") ? -signed() : power();
  }

  private double power() {
    double x = primary();
    return takes("^") ? Math.pow(x, takes("-") ? -primary() : primary()) : x;
  }

  private double primary() {
    if (takes("(")) {
      double x = sum();
      close();
      return x;
    }
    for (String f : new String[] {"ln(", "sqrt(", "tanh(", "max(", "min("}) {
      if (takes(f)) {
        double x = sum();
        double y = takes(",") ? sum() : Double.NaN;
        close();
        return switch (f) {
          case "ln(" -> Math.log(x);
          case "sqrt(" -> Math.sqrt(x);
          case "tanh(" -> Math.tanh(x);
          case "max(" -> Math.max(x, y);
          default -> Math.min(x, y);
        };
      }
    }
    if (takes("e^")) {
      at--;
      return Math.E;
    }
    return number();
  }

  private double number() {
    spaces();
    int from = at;
    while (at < text.length()
        && (Character.isDigit(text.charAt(at))
            || text.charAt(at) == '.'
            || text.charAt(at) == 'e'
            || text.charAt(at) == 'E'
            || (text.charAt(at) == '-'
                && at > from
                && Character.toLowerCase(text.charAt(at - 1)) == 'e'))) {
      at++;
    }
    try {
      return Double.parseDouble(text.substring(from, at));
    } catch (NumberFormatException e) {
      throw new IllegalStateException("no number at " + from + " of " + text, e);
    }
  }

  private void close() {
    if (!takes(")")) {
      throw new IllegalStateException("no ) at " + at + " of " + text);
    }
  }

  private boolean takes(String token) {
    spaces();
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private void spaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }
}
