// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.util.Optional;

/** The waiting training of one cell on another machine: it came with the cell and goes back. */
final class CarriedCheckpoint extends Checkpoints {
  private byte[] bytes;

  /**
   * Takes what came with the next cell.
   *
   * @param waiting the training, or null
   */
  void carry(byte[] waiting) {
    bytes = waiting;
  }

  /** What goes back, or null. */
  byte[] carried() {
    return bytes;
  }

  @Override
  Optional<byte[]> read(String key) {
    return Optional.ofNullable(bytes);
  }

  @Override
  void write(String key, byte[] waiting) {
    bytes = waiting;
  }

  @Override
  void forget(String key) {
    bytes = null;
  }

  @Override
  String place(String key) {
    return "(sent with the cell) " + key;
  }
}
