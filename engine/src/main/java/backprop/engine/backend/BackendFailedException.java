// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * A backend that was working gave up: its device was lost, or its memory does not suffice. What its
 * buffers held is gone; another backend can go on from what was copied out before.
 */
public final class BackendFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean memory;

  /**
   * A failure.
   *
   * @param message one sentence that names the backend's device and what failed
   */
  public BackendFailedException(String message) {
    this(message, false);
  }

  private BackendFailedException(String message, boolean memory) {
    super(message);
    this.memory = memory;
  }

  /**
   * The memory of a device does not suffice.
   *
   * @param message one sentence with the figures: what there is, what is taken, what is needed
   */
  public static BackendFailedException tooLittleMemory(String message) {
    return new BackendFailedException(message, true);
  }

  /** Whether less on the device may help: training rows, for one, can stay in main memory. */
  public boolean lacksMemory() {
    return memory;
  }
}
