// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A page for the terminal: of a chart, first, middle and last points. */
final class TextPage implements Page {
  private static final int WIDTH = 96;

  private final StringBuilder out = new StringBuilder();

  @Override
  public void text(String paragraph) {
    int column = 0;
    for (String word : paragraph.split("\\s+")) {
      if (column > 0 && column + word.length() >= WIDTH) {
        out.append('\n');
        column = 0;
      }
      out.append(column > 0 ? " " : "").append(word);
      column += word.length() + 1;
    }
    out.append("\n\n");
  }

  @Override
  public void formulas(String... lines) {
    for (String line : lines) {
      out.append("    ").append(line).append('\n');
    }
    out.append('\n');
  }

  @Override
  public void table(List<String> head, List<List<String>> rows) {
    int[] widths = new int[head.size()];
    List<List<String>> all = new ArrayList<>(rows);
    all.add(0, head);
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? row.get(i) + pad : pad + row.get(i)).append("  ");
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    out.append('\n');
  }

  @Override
  public void chart(
      String title, String across, boolean logarithmic, Map<String, List<double[]>> lines) {
    List<List<String>> rows = new ArrayList<>();
    lines.forEach(
        (name, points) -> {
          double[] middle = points.get(points.size() / 2);
          double[] last = points.get(points.size() - 1);
          rows.add(List.of(name, say(points.get(0)), say(middle), say(last)));
        });
    table(List.of(title + " (" + across + ": value)", "first", "middle", "last"), rows);
  }

  private static String say(double... point) {
    return Say.short3(point[0]) + ": " + Say.short3(point[1]);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
