// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Buffer;
import java.lang.ref.Cleaner;
import java.util.Objects;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/** Floats in the memory of a device. */
final class DeviceBuffer implements Buffer {
  /** Numbers from which on a copy is not staged: it then waits for the device. */
  private static final int STAGED = 1 << 20;

  private final Device device;
  private final Complaints complaints;
  private final int size;
  private final cl_mem mem;
  private final Pointer pointer;
  private final Cleaner.Cleanable freeing;

  /** Zeros. */
  DeviceBuffer(Device device, Complaints complaints, int size) {
    this.device = device;
    this.complaints = complaints;
    this.size = size;
    long bytes = 4L * Math.max(1, size);
    Cleaner.Cleanable[] made = new Cleaner.Cleanable[1];
    this.mem = device.memory(this, bytes, made);
    this.freeing = made[0];
    this.pointer = Pointer.to(mem);
    Status.check(device.commands().clear(mem, bytes), device.info(), "clearing a buffer");
  }

  @Override
  public int size() {
    return size;
  }

  cl_mem mem() {
    return mem;
  }

  Pointer pointer() {
    return pointer;
  }

  Device device() {
    return device;
  }

  /** Frees the memory before Java finds out that nobody needs it. */
  void free() {
    freeing.clean();
  }

  @Override
  public void read(int from, float[] to, int at, int count) {
    Objects.checkFromIndexSize(from, count, size);
    Objects.checkFromIndexSize(at, count, to.length);
    if (count > 0) {
      Pointer p = at == 0 ? Pointer.to(to) : Pointer.to(to).withByteOffset(4L * at);
      int status = device.commands().read(mem, 4L * from, 4L * count, p);
      Status.check(status, device.info(), "giving numbers back");
    }
    complaints.raise();
  }

  @Override
  public void read(int from, double[] to, int at, int count) {
    float[] all = new float[count];
    read(from, all, 0, count);
    for (int i = 0; i < count; i++) {
      to[at + i] = all[i];
    }
  }

  @Override
  public void write(int from, float[] values, int at, int count) {
    Objects.checkFromIndexSize(from, count, size);
    Objects.checkFromIndexSize(at, count, values.length);
    if (count == 0) {
      return;
    }
    if (count < STAGED) {
      device.staging().floats(values, at, count, mem, from);
      return;
    }
    Pointer p = at == 0 ? Pointer.to(values) : Pointer.to(values).withByteOffset(4L * at);
    int status = device.commands().write(mem, true, 4L * from, 4L * count, p);
    Status.check(status, device.info(), "taking numbers");
  }

  @Override
  public void write(int from, double[] values, int at, int count) {
    float[] all = new float[count];
    for (int i = 0; i < count; i++) {
      all[i] = (float) values[at + i];
    }
    write(from, all, 0, count);
  }
}
