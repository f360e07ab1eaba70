// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

/** Thrown inside a gate where the results do not allow a decision; the message says why. */
final class Undecided extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Undecided(String reason) {
    super(reason, null, false, false);
  }

  /** The reason behind a failed evaluation: ours where there is one, otherwise the language's. */
  static String reason(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof Undecided) {
        return at.getMessage();
      }
    }
    String message = String.valueOf(failure.getMessage());
    return message.replaceFirst("^evaluation error at <input>:\\d+: ", "");
  }
}
