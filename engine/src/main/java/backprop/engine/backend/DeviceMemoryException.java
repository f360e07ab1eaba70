// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * The memory of a backend's device does not suffice. Less on the device may: training rows, for
 * one, can stay in main memory.
 */
public final class DeviceMemoryException extends BackendFailedException {
  private static final long serialVersionUID = 1L;

  /**
   * Too little memory.
   *
   * @param message one sentence with the figures: what there is, what is taken, what is needed
   */
  public DeviceMemoryException(String message) {
    super(message);
  }
}
