// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import weka.core.Utils;

/**
 * The cells as the Experimenter's Analyse tab opens them. Numbers are written in full, unlike
 * Weka's own writer's six decimals, so that its tests agree with ours to the last digit.
 *
 * <p>Weka tells result sets apart by scheme and options alone. Of configurations that agree in both
 * only the first is written: with two results per fold its tests would refuse the file.
 */
final class ArffReport implements Report {
  @Override
  public String name() {
    return "arff";
  }

  @Override
  public String file() {
    return "results.arff";
  }

  @Override
  public String text(Findings findings) {
    Rows rows = new Rows(findings);
    StringBuilder text = new StringBuilder();
    text.append("@relation ").append(Utils.quote(findings.results().experiment())).append("\n\n");
    for (int i = 0; i < rows.columns().size(); i++) {
      int column = i;
      text.append("@attribute ").append(Utils.quote(rows.columns().get(i).name())).append(' ');
      if (rows.columns().get(i).numeric()) {
        text.append("numeric\n");
        continue;
      }
      Set<String> labels = new LinkedHashSet<>();
      for (List<Object> row : rows.rows()) {
        if (row.get(column) != null) {
          labels.add(word(row.get(column)));
        }
      }
      String all = labels.stream().collect(Collectors.joining(",", "{", "}"));
      text.append(labels.isEmpty() ? "string" : all).append('\n');
    }
    text.append("\n@data\n");
    Set<List<Object>> keys = new HashSet<>();
    for (List<Object> row : rows.rows()) {
      if (!keys.add(row.subList(0, Rows.KEYS))) {
        continue;
      }
      text.append(row.stream().map(ArffReport::word).collect(Collectors.joining(","))).append('\n');
    }
    return text.toString();
  }

  private static String word(Object value) {
    if (value == null) {
      return "?";
    }
    return value instanceof String words ? Utils.quote(words) : value.toString();
  }
}
