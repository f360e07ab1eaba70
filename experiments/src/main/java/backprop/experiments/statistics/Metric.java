package backprop.experiments.statistics;

/**
 * One measure of quality or cost.
 *
 * @param name its name in experiment files: {@code percent-correct}
 * @param column its column in results, as Weka's Experimenter names it: {@code Percent_correct}
 * @param task the kind of class attribute that it is defined for
 * @param direction whether higher or lower values are better
 * @param unit its unit, empty for a plain number
 * @param description what it measures, in one sentence
 */
public record Metric(
    String name, String column, Task task, Direction direction, String unit, String description) {

  /** The kind of class attribute that a metric is defined for. */
  public enum Task {
    CLASSIFICATION,
    REGRESSION,
    ANY
  }

  /** Which values are better. */
  public enum Direction {
    HIGHER,
    LOWER,
    /** A size or a count of rows, neither better nor worse. */
    NEUTRAL
  }

  /** The name as expressions write it: {@code percentCorrect}. */
  public String variable() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '-') {
        text.append(Character.toUpperCase(name.charAt(++i)));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
