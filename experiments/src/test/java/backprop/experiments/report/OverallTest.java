// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reports sum up over all data sets. */
final class OverallTest {
  private static Fixtures learners(int dataSets) {
    Fixtures f = Fixtures.of(1, 4).metrics("log-loss", "percent-correct");
    for (int d = 0; d < dataSets; d++) {
      f.data("d" + d, 2);
    }
    f.learner("base").learner("other");
    for (int d = 0; d < dataSets; d++) {
      String name = "d" + d;
      double worse = d == 0 ? 0.3 : -0.2;
      f.values(name, "base", "Log_loss", 0.5, 0.51, 0.49, 0.5)
          .values(name, "other", "Log_loss", 0.5 + worse, 0.52 + worse, 0.49 + worse, 0.5 + worse)
          .values(name, "base", "Percent_correct", 80, 81, 82, 81)
          .values(name, "other", "Percent_correct", 80, 81, 82, 81);
    }
    return f;
  }

  private static Findings of(int dataSets) {
    return new Findings(learners(dataSets).build(), List.of());
  }

  @Test
  void ranksMeansWinsAndLosses() {
    String console = Overall.console(of(4));
    List<String> lines = console.lines().filter(l -> l.startsWith("other")).toList();
    // Last on one of four, first on three; equal in accuracy.
    assertEquals(1, lines.size(), console);
    assertEquals(
        "other 1.25 0.4275 +3 -1 1.50 81.00 +0 -0", lines.get(0).replaceAll(" +", " "), console);
    assertTrue(console.lines().allMatch(l -> l.length() <= 100), console);
    String markdown = Overall.markdown(of(4), x -> x);
    assertTrue(markdown.contains("| other | 1.25 | 0.4275 | 3 | 1 | 1.50 | 81.00 | 0 | 0 |"));
    assertTrue(markdown.contains("| base | 1.75 | 0.5000 |  |  | 1.50 | 81.00 |  |  |"), markdown);
    Html html = new Html();
    Overall.html(html, of(4));
    String page = html.document();
    assertTrue(page.contains("Over all data sets") && page.contains("1.25"), page);
  }

  @Test
  void oneDataSetNeedsNoSum() {
    assertEquals("", Overall.console(of(1)));
    assertEquals("", Overall.markdown(of(1), x -> x));
  }
}
