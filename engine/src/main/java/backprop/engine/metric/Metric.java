// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

/** A number that says how good predictions are. */
public interface Metric {
  /** Which targets it is for. */
  enum Kind {
    /** Any targets. */
    ANY,
    /** Classes. */
    CLASSES,
    /** Quantities. */
    NUMBERS
  }

  /** Which targets it is for. */
  Kind kind();

  /** Whether more is better. */
  boolean largerIsBetter();

  /**
   * Its value over rows whose targets are of its kind, each counted by its weight.
   *
   * @return NaN where the rows do not define it, such as the correlation with a constant
   */
  double of(Scores scores);

  /**
   * Refuses targets that it is not for.
   *
   * @param name what users call the metric
   * @throws IllegalArgumentException in one sentence
   */
  default void check(String name, Targets targets) {
    if (kind() == Kind.CLASSES && !targets.areClasses()) {
      throw new IllegalArgumentException(
          "the metric " + name + " is for classes, but the targets are numbers");
    }
    if (kind() == Kind.NUMBERS && targets.areClasses()) {
      throw new IllegalArgumentException(
          "the metric " + name + " is for numbers, but the targets are classes");
    }
  }
}
