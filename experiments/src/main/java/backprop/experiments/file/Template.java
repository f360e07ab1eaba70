// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Text with variables: {@code ${name}} stands for a value, {@code $${} for the characters {@code
 * ${}. Values are put in as they are, without quoting: the text is one value of an option, never a
 * line that is split afterwards.
 */
public final class Template {
  private final List<String> parts;

  /** Parts at even positions are literal, those at odd positions are names. */
  private Template(List<String> parts) {
    this.parts = parts;
  }

  /** Parses a text that stands at a place. */
  public static Template parse(String text, Place place) {
    List<String> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("$${", i)) {
        literal.append("${");
        i += 2;
      } else if (text.startsWith("${", i)) {
        int end = text.indexOf('}', i);
        if (end < 0) {
          throw place.error(
              "'" + text.substring(i) + "' lacks a closing }; write $${ for the text ${");
        }
        parts.add(literal.toString());
        parts.add(text.substring(i + 2, end).strip());
        literal.setLength(0);
        i = end;
      } else {
        literal.append(text.charAt(i));
      }
    }
    parts.add(literal.toString());
    return new Template(parts);
  }

  /** The names it uses. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 1; i < parts.size(); i += 2) {
      names.add(parts.get(i));
    }
    return names;
  }

  /** Whether the text is one variable and nothing else, so that the value keeps its type. */
  public boolean single() {
    return parts.size() == 3 && parts.get(0).isEmpty() && parts.get(2).isEmpty();
  }

  /** The text with the values put in. */
  public String fill(Map<String, Value> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      text.append(i % 2 == 0 ? parts.get(i) : values.get(parts.get(i)).text());
    }
    return text.toString();
  }
}
