// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import java.util.Locale;

/**
 * One measure of quality or cost.
 *
 * @param name its name in experiment files: {@code percent-correct}
 * @param column its column in results, as Weka's Experimenter names it: {@code Percent_correct}
 * @param task the kind of class attribute that it is defined for
 * @param direction whether higher or lower values are better
 * @param unit its unit, empty for a plain number
 * @param description what it measures, in a few words
 */
public record Metric(
    String name, String column, Task task, Direction direction, String unit, String description) {

  /** The kind of class attribute that a metric is defined for. */
  public enum Task {
    CLASSIFICATION,
    REGRESSION,
    ANY;

    /** Whether the metric is defined for a class attribute with so many values (0: numeric). */
    public boolean covers(int classes) {
      return this == ANY || (this == REGRESSION) == (classes == 0);
    }
  }

  /** Which values are better. */
  public enum Direction {
    HIGHER,
    LOWER,
    /** A size or a count of rows, neither better nor worse. */
    NEUTRAL;

    /** How much better the first value is than the second; negative when it is worse. */
    public double gain(double first, double second) {
      return this == LOWER ? second - first : first - second;
    }
  }

  /** The name as expressions write it: {@code percentCorrect}. */
  public String variable() {
    StringBuilder text = new StringBuilder();
    for (String part : name.split("-")) {
      text.append(
          text.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return text.toString();
  }

  /**
   * Whether a second run of the same cell gives the same value. Times do not, and therefore stay
   * out of reports unless the experiment asks for them.
   */
  public boolean repeatable() {
    return !timed(column);
  }

  /** Whether a result column holds a measured time. */
  public static boolean timed(String column) {
    return column.startsWith("Elapsed_Time_") || column.startsWith("UserCPU_Time_");
  }
}
