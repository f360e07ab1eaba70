// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some columns of the last axis, in the given order: to send groups of inputs into branches. No
 * parameters.
 *
 * @param ranges what to take, at least one: {@code 3}, {@code 1-4}, {@code first}, {@code 5-last};
 *     columns count from 1, both ends included
 */
@Description("Some columns of the input, counted from 1.")
@Formula("y = x restricted to the named columns")
@Source(
    "Goodfellow, Bengio and Courville, \"Deep Learning\", MIT Press 2016, section"
        + " 9.2, for sparse connections")
public record Columns(
    @Tip(value = "what to take, such as 1-4, 7, 9-last", required = true) List<String> ranges)
    implements Layer {
  private static final String POSITION = "([1-9]\\d{0,8}|first|last)";
  private static final Pattern RANGE = Pattern.compile(POSITION + "(?:-" + POSITION + ")?");

  public Columns {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("it needs at least one column");
    }
    for (String range : ranges) {
      Matcher m = match(range);
      if (m.group(2) != null && position(m.group(1), 1 << 30) > position(m.group(2), 1 << 30)) {
        throw new IllegalArgumentException("the range '" + range + "' ends before it starts");
      }
    }
  }

  /** These ranges. */
  public static Columns of(String... ranges) {
    return new Columns(List.of(ranges));
  }

  private static Matcher match(String range) {
    Matcher m = RANGE.matcher(range);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "'" + range + "' is no range of columns; allowed are 3, 1-4, first, last, 5-last");
    }
    return m;
  }

  private static int position(String text, int last) {
    return switch (text) {
      case "first" -> 1;
      case "last" -> last;
      default -> Integer.parseInt(text);
    };
  }

  @Override
  public Value apply(Graph g, Value x) {
    int columns = x.shape().columns();
    Value[] parts = new Value[ranges.size()];
    for (int i = 0; i < parts.length; i++) {
      Matcher m = match(ranges.get(i));
      int from = position(m.group(1), columns);
      int to = m.group(2) == null ? from : position(m.group(2), columns);
      if (to > columns || from > to) {
        throw Layers.error(
            g,
            "there are no columns "
                + ranges.get(i)
                + ": its input is "
                + x.shape()
                + ", so they are 1 to "
                + columns);
      }
      parts[i] = g.columns(x, from - 1, to - from + 1);
    }
    return parts.length == 1 ? parts[0] : g.op(new backprop.engine.op.Concatenate(), parts);
  }
}
