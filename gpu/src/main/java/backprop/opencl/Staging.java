// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/**
 * Main memory from which numbers go to the device without waiting: what a caller gives is copied
 * here, and the place is used again only when the device has taken all.
 *
 * <pre>
 *   slot 0 | slot 1 | ... | slot 255      16 KB each; a copy takes neighbors
 * </pre>
 */
final class Staging {
  private static final int SLOT = 16 << 10;
  private static final int SLOTS = 256;

  private final Device device;
  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(SLOT * SLOTS).order(ByteOrder.nativeOrder());
  private final Pointer[] pointers = new Pointer[SLOTS];
  private int next;

  Staging(Device device) {
    this.device = device;
    for (int i = 0; i < SLOTS; i++) {
      pointers[i] = Pointer.toBuffer(memory.position(i * SLOT));
    }
    memory.clear();
  }

  private int take(int bytes) {
    int slots = (bytes + SLOT - 1) / SLOT;
    if (next + slots > SLOTS) {
      Status.check(device.commands().finish(), device.info(), "taking numbers");
      next = 0;
    }
    int first = next;
    next += slots;
    memory.clear().position(first * SLOT);
    return first;
  }

  private void send(int slot, cl_mem to, long at, long bytes) {
    int status = device.commands().write(to, false, at, bytes, pointers[slot]);
    Status.check(status, device.info(), "taking numbers");
  }

  /** Copies floats to a buffer, at an index of floats. */
  synchronized void floats(float[] values, int from, int count, cl_mem to, long at) {
    int most = SLOT * SLOTS / 16;
    for (int i = 0; i < count; i += most) {
      int n = Math.min(most, count - i);
      int slot = take(4 * n);
      memory.slice().order(ByteOrder.nativeOrder()).asFloatBuffer().put(values, from + i, n);
      send(slot, to, 4 * (at + i), 4L * n);
    }
  }

  /** The same for ints. */
  synchronized void ints(int[] values, int from, int count, cl_mem to, long at) {
    int most = SLOT * SLOTS / 16;
    for (int i = 0; i < count; i += most) {
      int n = Math.min(most, count - i);
      int slot = take(4 * n);
      memory.slice().order(ByteOrder.nativeOrder()).asIntBuffer().put(values, from + i, n);
      send(slot, to, 4 * (at + i), 4L * n);
    }
  }
}
