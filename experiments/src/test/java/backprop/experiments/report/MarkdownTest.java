// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.Fixtures;
import backprop.experiments.rule.Verdict;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.rule.Verdict.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Markdown report, and what GitHub Actions is told. */
class MarkdownTest {
  @TempDir Path folder;

  private static Findings findings() {
    Fixtures fixtures =
        Fixtures.of(1, 5)
            .data("iris", 3)
            .learner("a|b")
            .learner("<img src=x> @me http://x.y")
            .values("iris", "a|b", "Percent_correct", 90, 91, 92, 90, 91)
            .values("iris", "<img src=x> @me http://x.y", "Percent_correct", 70, 72, 71, 70, 73);
    return new Findings(
        fixtures.build(),
        List.of(
            new Verdict("ok", Level.ERROR, Outcome.PASS, "holds"),
            new Verdict(
                "no: drop, at all",
                Level.ERROR,
                Outcome.FAIL,
                "50% lost\nhere",
                List.of(),
                "dir/e.yaml",
                7,
                ""),
            new Verdict("soft", Level.WARNING, Outcome.FAIL, "not"),
            new Verdict("open", Level.INFO, Outcome.INCONCLUSIVE, "who knows")));
  }

  private static String tell(Map<String, String> environment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Github.tell(findings(), environment, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void verdictsComeFirstAndNothingIsMarkup() {
    String text = new MarkdownReport().text(findings());
    assertTrue(
        text.startsWith("## Experiment test\n\n**1 of 4 gates holds, 2 fail, 1 undecided**"));
    assertTrue(text.contains("| ❌ fails | no: drop, at all | error | 50% lost<br>here |"), text);
    assertTrue(text.contains("| ⚠️ fails | soft | warning | not |"), text);
    assertTrue(text.contains("| a\\|b | 90.80 ± 0.84 |"), text);
    assertTrue(text.contains("▼"), text);
    assertFalse(text.contains("<img") || text.contains("@me") || text.contains("http://"), text);
    long bars =
        text.lines()
            .filter(line -> line.startsWith("| a"))
            .findFirst()
            .orElseThrow()
            .chars()
            .filter(c -> c == '|')
            .count();
    assertEquals(4, bars);
  }

  @Test
  void actionsGetASummaryAndAnnotations() throws Exception {
    Path summary = folder.resolve("summary.md");
    Files.writeString(summary, "before\n");
    String lines =
        tell(Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString()));
    assertEquals(
        """
        ::error file=dir/e.yaml,line=7,title=gate no%3A drop%2C at all::50%25 lost%0Ahere
        ::warning title=gate soft::not
        ::notice title=gate open (undecided)::who knows
        """,
        lines);
    String text = Files.readString(summary);
    assertTrue(text.startsWith("before\n## Experiment test"), text);
  }

  @Test
  void elsewhereNothingIsTold() {
    assertEquals("", tell(Map.of()));
    assertEquals("", tell(Map.of("GITHUB_ACTIONS", "false", "GITHUB_STEP_SUMMARY", " ")));
  }
}
