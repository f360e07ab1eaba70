// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.statistics.Gain;
import java.util.Arrays;
import java.util.Optional;

/**
 * The tests that gates make of two learners, by their names in expressions. Each gives the
 * probability of what was measured where its claim is not true.
 */
enum Comparing {
  /** The first is better. */
  SIGNIFICANT("significant") {
    @Override
    double p(Gain gain, double margin, int first, int second) {
      return gain.mean() > 0 ? gain.either() * first : 1;
    }
  },
  /** The first is worse. */
  WORSE("worse") {
    @Override
    double p(Gain gain, double margin, int first, int second) {
      return gain.mean() < 0 ? gain.either() * second : 1;
    }
  },
  /** The first is better by more than the margin. */
  SUPERIOR("superior") {
    @Override
    double p(Gain gain, double margin, int first, int second) {
      return gain.above(margin) * first;
    }
  },
  /** The first is worse by less than the margin, if it is worse at all. */
  NONINFERIOR("noninferior") {
    @Override
    double p(Gain gain, double margin, int first, int second) {
      return gain.above(-margin) * first;
    }
  },
  /** Neither is better than the other by the margin: two one-sided tests. */
  EQUIVALENT("equivalent") {
    @Override
    double p(Gain gain, double margin, int first, int second) {
      return Math.max(gain.above(-margin) * first, gain.below(margin) * second);
    }
  };

  private final String function;

  Comparing(String function) {
    this.function = function;
  }

  /** The test of a function's name. */
  static Optional<Comparing> named(String function) {
    return Arrays.stream(values()).filter(kind -> kind.function.equals(function)).findFirst();
  }

  String function() {
    return function;
  }

  /** Whether it tests on one side, so that its interval leaves out the level on each. */
  boolean oneSided() {
    return this != SIGNIFICANT && this != WORSE;
  }

  /**
   * The probability, which may be above 1. Where the configuration that wins by the claim was
   * chosen as the best of several on the very folds that are tested, it is multiplied by their
   * number (Bonferroni): otherwise the best of many equal ones would look significant.
   *
   * @param margin the margin, at least 0; unused where there is none
   * @param first number of configurations that the first was chosen from
   * @param second number of configurations that the second was chosen from
   */
  abstract double p(Gain gain, double margin, int first, int second);
}
