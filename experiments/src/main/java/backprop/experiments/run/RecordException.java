// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

/** Results cannot be kept, for example on a full disk; what was kept before stays valid. */
public final class RecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
