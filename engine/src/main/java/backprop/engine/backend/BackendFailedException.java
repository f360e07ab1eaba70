// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * A backend that was working gave up: its device was lost, or its memory does not suffice. What its
 * buffers held is gone; another backend can go on from what was copied out before.
 */
public sealed class BackendFailedException extends RuntimeException permits DeviceMemoryException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure.
   *
   * @param message one sentence that names the backend's device and what failed
   */
  public BackendFailedException(String message) {
    super(message);
  }
}
