// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.rule.Verdict.Outcome;

/** The outcome of an experiment in a phrase: "2 of 3 gates hold, 1 fails". */
final class Headline {
  private Headline() {}

  static String of(Findings findings) {
    int all = findings.verdicts().size();
    long failed = findings.count(Outcome.FAIL);
    long open = findings.count(Outcome.INCONCLUSIVE);
    StringBuilder text = new StringBuilder();
    if (all == 0) {
      text.append("No gates");
    } else if (failed + open == 0) {
      text.append(all == 1 ? "The gate holds" : "All " + all + " gates hold");
    } else {
      text.append(findings.count(Outcome.PASS)).append(" of ").append(Figures.count(all, "gate"));
      text.append(
          failed + open == all ? " hold" : findings.count(Outcome.PASS) == 1 ? " holds" : " hold");
      text.append(failed > 0 ? ", " + failed + (failed == 1 ? " fails" : " fail") : "");
      text.append(open > 0 ? ", " + open + " undecided" : "");
      boolean harmless =
          findings.blocking(Outcome.FAIL) + findings.blocking(Outcome.INCONCLUSIVE) == 0;
      text.append(harmless ? ", none of level error" : "");
    }
    int cells = findings.failures().size();
    return text.append(cells == 0 ? "" : "; " + Figures.count(cells, "cell") + " failed")
        .toString();
  }
}
