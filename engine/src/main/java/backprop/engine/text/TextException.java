// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.text;

/** A text that cannot be read: one sentence that starts with the column. */
public final class TextException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int column;
  private final String problem;

  /**
   * @param column where, counted from 1
   * @param problem what was found and what is allowed
   */
  TextException(int column, String problem) {
    this(column, problem, null);
  }

  TextException(int column, String problem, Throwable cause) {
    super("column " + column + ": " + problem, cause);
    this.column = column;
    this.problem = problem;
  }

  /** Where in the text, counted in characters from 1. */
  public int column() {
    return column;
  }

  /** The sentence without the column. */
  public String problem() {
    return problem;
  }
}
