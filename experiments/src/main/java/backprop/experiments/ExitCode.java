// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.rule.Verdict;
import backprop.experiments.run.Outcome;

/** The exit codes; where several apply, the first of FAILED, GATE and INCONCLUSIVE counts. */
public enum ExitCode {
  /** All gates pass. */
  PASS(0),
  /** A gate of the level error failed. */
  GATE(1),
  /** The experiment file, its data or its output folder is invalid; nothing ran. */
  INVALID(2),
  /** A cell failed, or results could not be kept. */
  FAILED(3),
  /** A gate of the level error cannot be decided. */
  INCONCLUSIVE(4),
  /** Interrupted by the user; can be resumed. */
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number that the operating system sees. */
  public int code() {
    return code;
  }

  /** The exit code of a finished run. */
  public static ExitCode of(Outcome outcome) {
    if (outcome.anyFailed()) {
      return FAILED;
    } else if (outcome.any(Verdict.Outcome.FAIL)) {
      return GATE;
    }
    return outcome.any(Verdict.Outcome.INCONCLUSIVE) ? INCONCLUSIVE : PASS;
  }
}
