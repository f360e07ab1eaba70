// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

/**
 * What the targets of some rows mean, which the numbers alone do not say.
 *
 * @param form how a target is written
 * @param unit by how much errors of numbers are multiplied, so that they come in the unit of the
 *     quantity itself: the deviation by which it was standardized, 1 where it was not; above 0
 */
public record Targets(Form form, double unit) {
  /** How a target is written, and what the prediction that belongs to it looks like. */
  public enum Form {
    /** One column, the index of the class; predicted is a probability for each class. */
    INDEX,
    /** A column for each class, 1 for the true one; predicted is a number for each class. */
    ONE_HOT,
    /** One column, 0 or 1; predicted is the probability of 1. */
    SINGLE,
    /** Quantities; predicted are their values. */
    NUMBERS
  }

  public Targets {
    if (!(unit > 0 && unit < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the unit of targets is " + unit + ", allowed are finite numbers above 0");
    }
  }

  /** Classes, written so. */
  public static Targets classes(Form form) {
    if (form == Form.NUMBERS) {
      throw new IllegalArgumentException("numbers are no classes");
    }
    return new Targets(form, 1);
  }

  /** Quantities as they are. */
  public static Targets numbers() {
    return new Targets(Form.NUMBERS, 1);
  }

  /** Whether they are classes. */
  public boolean areClasses() {
    return form != Form.NUMBERS;
  }

  /**
   * The number of classes.
   *
   * @param predictionColumns numbers of one prediction
   */
  int classes(int predictionColumns) {
    return form == Form.SINGLE ? 2 : predictionColumns;
  }

  /**
   * The index of the true class.
   *
   * @param target numbers of targets, this one from index {@code at}
   * @param columns numbers of one target
   */
  public int classOf(double[] target, int at, int columns) {
    if (form != Form.ONE_HOT) {
      return (int) Math.round(target[at]);
    }
    int largest = 0;
    for (int c = 1; c < columns; c++) {
      largest = target[at + c] > target[at + largest] ? c : largest;
    }
    return largest;
  }
}
