// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

/** A function that cannot be made into one of OpenCL C. */
public final class UntranslatableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A function that cannot be translated, and why. */
  public UntranslatableException(String message) {
    super(message);
  }

  UntranslatableException(String message, Throwable cause) {
    super(message, cause);
  }
}
