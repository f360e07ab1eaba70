// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.text.Catalog;
import backprop.engine.text.Entry;
import backprop.engine.text.Property;
import backprop.engine.text.Texts;
import backprop.engine.text.ValueType;
import java.util.Locale;

/**
 * The reference of everything that can be named in text, as Markdown: one section per catalogue,
 * one heading per entry with what it does, its formula, its source, an example with all arguments,
 * and a table of its options. Made from the records alone; {@code engine/REFERENCE.md} is this
 * page.
 */
public final class ReferencePage {
  private static final String HEAD =
      """
      # Reference

      Everything that can be named in layers, losses, optimizers and the rest, generated from the
      code. Arguments come by position in the order of the table, or as `key=value`; what is left
      out has its default. A name without parentheses is the entry with its defaults. Each example
      shows an entry with all its arguments.

      """;

  private final Texts texts;
  private final StringBuilder page = new StringBuilder();

  private ReferencePage(Texts texts) {
    this.texts = texts;
  }

  /** The whole page; lines end with a line feed on every platform. */
  public static String markdown(Texts texts) {
    ReferencePage p = new ReferencePage(texts);
    p.page.append(HEAD.replace("\r\n", "\n"));
    for (Catalog<?> c : texts.catalogs()) {
      p.page.append("- ").append(plural(c)).append(':');
      for (Entry<?> e : c.entries()) {
        p.page.append(" [").append(e.name()).append("](#").append(anchor(c, e)).append(')');
      }
      p.page.append('\n');
    }
    for (Catalog<?> c : texts.catalogs()) {
      p.catalog(c);
    }
    return p.page.toString();
  }

  private static String plural(Catalog<?> c) {
    String kind = c.kind();
    String many = kind + (kind.endsWith("s") ? "es" : "s");
    return many.substring(0, 1).toUpperCase(Locale.ROOT) + many.substring(1);
  }

  /** Names may be in two catalogues, so links do not lean on headings. */
  private static String anchor(Catalog<?> c, Entry<?> e) {
    return c.kind().replace(' ', '-') + "-" + e.name();
  }

  private <T> void catalog(Catalog<T> c) {
    page.append("\n## ").append(plural(c)).append('\n');
    for (Entry<T> e : c.entries()) {
      page.append("\n### <a id=\"").append(anchor(c, e)).append("\"></a>");
      page.append(c.kind()).append(" `").append(e.name()).append("`\n\n");
      page.append(e.description()).append("\n\n");
      line("Formula", code(e.formula()));
      line("Source", e.source());
      line("Example", code(texts.printFully(c.type(), e.prototype())));
      if (!e.properties().isEmpty()) {
        page.append("\n| option | what it means | value | unless given |\n|---|---|---|---|\n");
        e.properties().forEach(this::option);
      }
    }
  }

  private void line(String title, String text) {
    if (!text.isEmpty()) {
      page.append("- ").append(title).append(": ").append(text).append('\n');
    }
  }

  private void option(Property p) {
    String fallback = texts.defaultText(p);
    page.append("| `").append(p.name()).append("` | ").append(cell(p.tip())).append(" | ");
    page.append(cell(value(p))).append(" | ");
    page.append(p.required() ? "must be given" : cell(code(fallback))).append(" |\n");
  }

  private String value(Property p) {
    String range = p.range().toString();
    String allowed =
        one(p.type())
            + (p.unit().isEmpty() ? "" : " of " + p.unit())
            + (range.isEmpty() ? "" : ", " + range);
    if (p.type().list()) {
      return "list: " + allowed;
    }
    return p.type().optional() ? allowed + ", or `none`" : allowed;
  }

  private String one(ValueType type) {
    return switch (type.form()) {
      case WHOLE -> "whole number";
      case NUMBER -> "number";
      case BOOLEAN -> "`true` or `false`";
      case STRING -> "name or quoted text";
      case CHOICE -> "one of `" + String.join("`, `", type.choices()) + "`";
      case ENTRY -> {
        Catalog<?> c = texts.catalog(type.raw());
        yield (c.plainNumber().isPresent() ? "number or " : "") + c.kind();
      }
    };
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  /** A bar would end the cell of a table, even within code. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
