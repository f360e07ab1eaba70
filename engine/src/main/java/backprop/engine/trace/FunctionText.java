// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.text.Formula;
import backprop.engine.text.Names;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The formula of an activation or a loss as text, with something put in for its variables. */
final class FunctionText {
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:-[a-z]+)*");
  private static final Pattern BEGINNING =
      Pattern.compile("^(?:f\\(x\\)|y|L) = |^(?:L = )?mean (?:of|over outputs of) ");

  /** Derivatives that are shorter than the general one, in x and y. */
  private static final Map<String, String> SLOPES =
      Map.of(
          "Sigmoid", "y * (1 - y)",
          "Tanh", "1 - y^2",
          "Relu", "1 for x > 0, else 0",
          "Identity", "1",
          "Exponential", "y",
          "Square", "2 * x",
          "Cube", "3 * x^2",
          "Softplus", "1 / (1 + e^-x)",
          "MeanSquaredError", "2 * (x - t)");

  private FunctionText() {}

  /** The formula of a function; its name where it has none. */
  static String of(Object function) {
    Formula f = function.getClass().getAnnotation(Formula.class);
    if (f == null) {
      String name = function instanceof Enum<?> e ? Names.of(e) : Names.of(function.getClass());
      return "the " + name + " of x";
    }
    String text = f.value();
    Matcher m = BEGINNING.matcher(text);
    while (m.find()) {
      text = text.substring(m.end());
      m = BEGINNING.matcher(text);
    }
    return constants(function, text);
  }

  /** The formula of its derivative, in x and y; empty where there is no short one. */
  static String slope(Object function) {
    return SLOPES.getOrDefault(function.getClass().getSimpleName(), "");
  }

  private static String constants(Object function, String text) {
    Map<String, String> known = new LinkedHashMap<>();
    if (function instanceof Record) {
      for (RecordComponent c : function.getClass().getRecordComponents()) {
        if (c.getType() == double.class || c.getType() == int.class) {
          try {
            double value = ((Number) c.getAccessor().invoke(function)).doubleValue();
            known.put(
                c.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT),
                Numbers.constant(value));
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
    return put(text, known);
  }

  /** A text with something in the place of some of its words. */
  static String put(String text, Map<String, String> words) {
    Matcher m = WORD.matcher(text);
    StringBuilder s = new StringBuilder();
    while (m.find()) {
      m.appendReplacement(s, Matcher.quoteReplacement(words.getOrDefault(m.group(), m.group())));
    }
    return m.appendTail(s).toString();
  }
}
