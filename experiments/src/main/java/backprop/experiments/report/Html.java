// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML: the one place that escapes, so that no name or message becomes markup. */
final class Html {
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /** Opens an element; attributes are names and values in turn. */
  Html open(String tag, String... attributes) {
    start(tag, attributes);
    open.push(tag);
    return this;
  }

  /** An element without contents. */
  Html empty(String tag, String... attributes) {
    start(tag, attributes);
    return this;
  }

  /** An element with text. */
  Html element(String tag, String content, String... attributes) {
    return open(tag, attributes).text(content).close();
  }

  /** Text. */
  Html text(String content) {
    text.append(escape(content));
    return this;
  }

  /** Closes the last open element. */
  Html close() {
    text.append("</").append(open.peek()).append('>');
    if (BLOCKS.contains(" " + open.pop() + " ")) {
      text.append('\n');
    }
    return this;
  }

  /** A style sheet, which is ours and not escaped. */
  Html style(String sheet) {
    text.append("<style>\n").append(sheet).append("</style>\n");
    return this;
  }

  /** A script, which is ours and not escaped. */
  Html script(String code) {
    text.append("<script>").append(code).append("</script>\n");
    return this;
  }

  /** The document so far. */
  String document() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return "<!DOCTYPE html>\n" + text;
  }

  private static final String BLOCKS =
      " p h1 h2 h3 div li ul tr thead tbody table section header main footer details summary svg"
          + " head title ";

  private void start(String tag, String... attributes) {
    text.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      text.append(escape(attributes[i + 1])).append('"');
    }
    text.append('>');
  }

  private static String escape(String content) {
    return Figures.clean(content)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
