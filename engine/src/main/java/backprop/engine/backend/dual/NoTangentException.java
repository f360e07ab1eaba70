// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

/** A kernel that cannot be differentiated once more. */
public final class NoTangentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoTangentException(String message) {
    super(message);
  }
}
