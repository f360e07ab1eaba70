// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

/**
 * What a gate decided, always with its reason and numbers.
 *
 * @param rule name of the rule
 * @param level how much a failure matters
 * @param outcome the decision
 * @param reason why, with the numbers that decided: a sentence, and where several data sets were
 *     judged, a further line for each
 */
public record Verdict(String rule, Level level, Outcome outcome, String reason) {

  /** How much a failure matters: only an error changes the exit code. */
  public enum Level {
    ERROR,
    WARNING,
    INFO
  }

  /** The three outcomes of a gate. */
  public enum Outcome {
    PASS,
    FAIL,
    INCONCLUSIVE
  }
}
