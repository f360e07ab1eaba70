// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

/** The experiment cannot run as it is written (exit code 2): one clear sentence. */
public final class ExperimentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ExperimentException(String message) {
    super(message);
  }

  public ExperimentException(String message, Throwable cause) {
    super(message, cause);
  }
}
