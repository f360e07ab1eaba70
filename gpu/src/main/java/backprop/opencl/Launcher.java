// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernels of one thread share: the device, its compiled kernels with their arguments, room
 * for intermediate results, complaints. Belongs to one thread at a time.
 */
final class Launcher {
  private final Device device;
  private final Complaints complaints;
  private final Map<String, Call> calls = new HashMap<>();
  private final List<Call> all = new ArrayList<>();
  private final DeviceBuffer[] scratch = new DeviceBuffer[Scratch.values().length];

  /** Rooms for intermediate results that are in use at the same time. */
  enum Scratch {
    PACKED,
    PATCHES,
    SPLIT,
    PARTS,
    SUMS,
    ROWS,
    FIRST,
    NEXT,
    PLACES,
    VALUES,
    CARRY,
    CELL_CARRY,
    PRODUCT,
    NORM
  }

  Launcher(Device device) {
    this.device = device;
    this.complaints = new Complaints(device);
  }

  Device device() {
    return device;
  }

  Complaints complaints() {
    return complaints;
  }

  /** A kernel of a program that comes with this package, to be given its arguments. */
  Call call(String file, String kernel) {
    Call c = calls.get(kernel);
    if (c == null) {
      c = compiled(file, Sources.read(file), "", kernel);
      calls.put(kernel, c);
    }
    return c.begin();
  }

  /** The same with a work-item for each element of a matrix of this size. */
  Call elements(String file, String kernel, Matrix size, boolean flat) {
    return flat
        ? call(file, kernel).elements(1, size.size())
        : call(file, kernel).elements(size.rows(), size.columns());
  }

  /** A kernel of a program that is made here. */
  Call compiled(String name, String source, String options, String kernel) {
    Call c = new Call(device, kernel, device.kernel(device.program(name, source, options), kernel));
    all.add(c);
    return c;
  }

  static boolean flat(Matrix a, Matrix b) {
    return a.contiguous() && b.contiguous();
  }

  static boolean flat(Matrix a, Matrix b, Matrix c) {
    return a.contiguous() && b.contiguous() && c.contiguous();
  }

  static boolean flat(Matrix a, Matrix b, Matrix c, Matrix d) {
    return flat(a, b) && flat(c, d);
  }

  /** Room for at least so many numbers, whose content is not defined. */
  DeviceBuffer scratch(Scratch which, int size) {
    DeviceBuffer b = scratch[which.ordinal()];
    if (b == null || b.size() < size) {
      if (b != null) {
        b.free();
      }
      b = new DeviceBuffer(device, complaints, size);
      scratch[which.ordinal()] = b;
    }
    return b;
  }

  void close() {
    all.forEach(Call::release);
    all.clear();
    calls.clear();
    for (int i = 0; i < scratch.length; i++) {
      if (scratch[i] != null) {
        scratch[i].free();
        scratch[i] = null;
      }
    }
    complaints.free();
  }
}
