// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.rule.Verdict;
import backprop.experiments.rule.Verdict.Level;
import backprop.experiments.rule.Verdict.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * What GitHub Actions shows without any setup: the Markdown report as the summary of the step, and
 * an annotation at the line of each gate that does not hold. Both only where Actions' own
 * environment variables ask for them.
 */
final class Github {
  private Github() {}

  /**
   * Tells GitHub Actions.
   *
   * @param environment the environment variables
   * @param out where annotations go: the step's output
   * @throws ExperimentException if the summary cannot be written
   */
  static void tell(Findings findings, Map<String, String> environment, PrintStream out) {
    String summary = environment.getOrDefault("GITHUB_STEP_SUMMARY", "");
    if (!summary.isBlank()) {
      try {
        Files.writeString(
            Path.of(summary),
            new MarkdownReport().text(findings) + "\n",
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        String why = e.getClass().getSimpleName() + ": " + e.getMessage();
        throw new ExperimentException("cannot write the step summary " + summary + ": " + why, e);
      }
    }
    if (!"true".equals(environment.get("GITHUB_ACTIONS"))) {
      return;
    }
    for (Verdict verdict : findings.verdicts()) {
      if (verdict.outcome() != Outcome.PASS) {
        out.print(annotation(verdict));
      }
    }
    if (!findings.failures().isEmpty()) {
      String first = findings.failures().get(0).error();
      String count = Figures.count(findings.failures().size(), "cell") + " failed, the first: ";
      String title = findings.results().experiment();
      out.print("::error title=" + property(title) + "::" + data(count + first) + "\n");
    }
    out.flush();
  }

  private static String annotation(Verdict verdict) {
    String kind =
        verdict.level() == Level.ERROR
            ? "error"
            : verdict.level() == Level.WARNING ? "warning" : "notice";
    String place =
        verdict.file().isEmpty()
            ? ""
            : "file=" + property(verdict.file()) + ",line=" + verdict.line() + ",";
    String undecided = verdict.outcome() == Outcome.INCONCLUSIVE ? " (undecided)" : "";
    String title = "title=" + property("gate " + verdict.rule() + undecided);
    return "::" + kind + " " + place + title + "::" + data(verdict.reason()) + "\n";
  }

  private static String data(String text) {
    return Figures.clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
