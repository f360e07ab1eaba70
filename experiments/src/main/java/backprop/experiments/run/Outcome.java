// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.rule.Verdict;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of a run.
 *
 * @param results the results
 * @param verdicts the verdicts of the gates
 * @param files the reports written
 */
public record Outcome(ExperimentResults results, List<Verdict> verdicts, List<Path> files) {

  /** Whether a cell failed. */
  public boolean anyFailed() {
    return results.cells().stream().anyMatch(cell -> !cell.succeeded());
  }

  /** Whether a gate of the level error has this outcome. */
  public boolean any(Verdict.Outcome outcome) {
    return verdicts.stream()
        .anyMatch(v -> v.level() == Verdict.Level.ERROR && v.outcome() == outcome);
  }
}
