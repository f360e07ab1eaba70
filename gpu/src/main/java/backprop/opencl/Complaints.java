// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Checks;
import backprop.engine.backend.SequenceChecks;
import java.lang.ref.Cleaner;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/**
 * What kernels find wrong in the numbers themselves, such as a target that is no class: they note
 * the first such thing, and it is thrown with the next result that is read.
 */
final class Complaints {
  private static final int INTS = 5;

  private final Device device;
  private final cl_mem mem;
  private final Pointer pointer;
  private final int[] found = new int[INTS];
  private final Pointer foundPointer = Pointer.to(found);
  private final Cleaner.Cleanable freeing;
  private boolean possible;

  Complaints(Device device) {
    this.device = device;
    Cleaner.Cleanable[] made = new Cleaner.Cleanable[1];
    this.mem = device.memory(this, 4 * INTS, made);
    this.freeing = made[0];
    this.pointer = Pointer.to(mem);
    clear();
  }

  private void clear() {
    Status.check(device.commands().clear(mem, 4 * INTS), device.info(), "clearing a buffer");
  }

  /** What a kernel that may complain gets. */
  Pointer pointer() {
    possible = true;
    return pointer;
  }

  cl_mem mem() {
    return mem;
  }

  void free() {
    possible = false;
    freeing.clean();
  }

  /**
   * Throws what was found since the last time.
   *
   * @throws IllegalArgumentException naming the kernel, the place and the number
   */
  void raise() {
    if (!possible) {
      return;
    }
    int status = device.commands().read(mem, 0, 4 * INTS, foundPointer);
    Status.check(status, device.info(), "giving numbers back");
    possible = false;
    if (found[0] != 0) {
      clear();
      float value = Float.intBitsToFloat(found[3]);
      switch (found[0]) {
        case 1 -> Checks.classIndex("softmaxCrossEntropy", value, found[1], found[4]);
        case 2 -> Checks.classIndex("softmaxCrossEntropyGradient", value, found[1], found[4]);
        default -> SequenceChecks.index(value, found[1], found[2], found[4]);
      }
    }
  }
}
