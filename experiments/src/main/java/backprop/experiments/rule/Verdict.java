// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import java.util.List;

/**
 * What a gate decided, always with its reason and numbers.
 *
 * @param rule name of the rule
 * @param level how much a failure matters
 * @param outcome the decision
 * @param reason why, with the numbers that decided: a sentence, and where several data sets were
 *     judged, a further line for each
 * @param opinions what each data set says, in the order of the data sets; empty for a gate about
 *     the experiment as a whole
 * @param file the experiment file that states the gate, empty where unknown
 * @param line the line of the gate in it, 0 where unknown
 * @param claim the expression that must hold, empty where unknown
 */
public record Verdict(
    String rule,
    Level level,
    Outcome outcome,
    String reason,
    List<Opinion> opinions,
    String file,
    int line,
    String claim) {

  /** A verdict on the experiment as a whole, of a gate that stands nowhere. */
  public Verdict(String rule, Level level, Outcome outcome, String reason) {
    this(rule, level, outcome, reason, List.of(), "", 0, "");
  }

  /**
   * What one data set says.
   *
   * @param dataSet its name
   * @param outcome whether the gate holds there
   * @param reason the numbers that decided
   */
  public record Opinion(String dataSet, Outcome outcome, String reason) {}

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
