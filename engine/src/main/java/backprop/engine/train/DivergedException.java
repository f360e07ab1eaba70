// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

/** Training diverged again and again although the learning rate was lowered. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DivergedException(String message) {
    super(message);
  }
}
