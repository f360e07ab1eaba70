// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import java.util.List;
import java.util.stream.Collectors;

/** The cells as comma-separated values (RFC 4180), a missing value empty. */
final class CsvReport implements Report {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String file() {
    return "results.csv";
  }

  @Override
  public String text(Findings findings) {
    Rows rows = new Rows(findings);
    StringBuilder text = new StringBuilder();
    text.append(line(rows.columns().stream().map(Rows.Column::name).toList()));
    rows.rows().forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<?> values) {
    return values.stream().map(CsvReport::field).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String field(Object value) {
    if (value == null) {
      return "";
    }
    String text = value.toString();
    boolean plain = text.matches("[^\",\r\n\\s][^\",\r\n]*") && !text.endsWith(" ");
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
