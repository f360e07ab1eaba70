// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Matrix;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * A kernel whose arguments are given one after the other; those that are what they were the last
 * time are not given to the driver again, and nothing is allocated.
 */
final class Call {
  private static final int MOST = 64;

  private final Device device;
  private final String name;
  private final cl_kernel kernel;
  private final Object[] mems = new Object[MOST];
  private final long[] values = new long[MOST];
  private final boolean[] known = new boolean[MOST];
  private final int[] ints = new int[1];
  private final float[] floats = new float[1];
  private final long[] longs = new long[1];
  private final double[] doubles = new double[1];
  private final Pointer intPointer = Pointer.to(ints);
  private final Pointer floatPointer = Pointer.to(floats);
  private final Pointer longPointer = Pointer.to(longs);
  private final Pointer doublePointer = Pointer.to(doubles);
  private final long[] global = new long[2];
  private final long[] local = new long[2];
  private int next;
  private int size;

  Call(Device device, String name, cl_kernel kernel) {
    this.device = device;
    this.name = name;
    this.kernel = kernel;
  }

  /** Begins with the first argument. */
  Call begin() {
    next = 0;
    return this;
  }

  /** Begins with the size of a matrix that has an element for each work-item. */
  Call elements(int rows, int columns) {
    next = 0;
    size = rows * columns;
    int width = Math.max(1, columns);
    int shift = 0;
    int magic = 0;
    if (width > 1) {
      int bits = 32 - Integer.numberOfLeadingZeros(width - 1); // Smallest with 2^bits >= width.
      magic = (int) (((1L << (31 + bits)) + width - 1) / width);
      shift = bits - 1;
    }
    return integer(size).integer(columns).integer(magic).integer(shift);
  }

  private boolean same(long value) {
    boolean same = known[next] && values[next] == value;
    values[next] = value;
    known[next] = true;
    return same;
  }

  private void set(long bytes, Pointer p) {
    int status = CL.clSetKernelArg(kernel, next, bytes, p);
    if (status != CL.CL_SUCCESS) {
      known[next] = false;
      throw Status.failed(status, device.info(), "taking argument " + next + " of " + name);
    }
  }

  Call integer(int value) {
    if (!same(value)) {
      ints[0] = value;
      set(Sizeof.cl_int, intPointer);
    }
    next++;
    return this;
  }

  Call integer(boolean value) {
    return integer(value ? 1 : 0);
  }

  Call whole(long value) {
    if (!same(value)) {
      longs[0] = value;
      set(Sizeof.cl_long, longPointer);
    }
    next++;
    return this;
  }

  Call number(double value) {
    if (!same(Float.floatToRawIntBits((float) value))) {
      floats[0] = (float) value;
      set(Sizeof.cl_float, floatPointer);
    }
    next++;
    return this;
  }

  /** A number in the precision of sums: double where the device has it. */
  Call real(double value) {
    if (!device.info().doubles()) {
      return number(value);
    }
    if (!same(Double.doubleToRawLongBits(value))) {
      doubles[0] = value;
      set(Sizeof.cl_double, doublePointer);
    }
    next++;
    return this;
  }

  Call mem(cl_mem mem, Pointer pointer) {
    if (mems[next] != mem) {
      set(Sizeof.cl_mem, pointer);
      mems[next] = mem;
    }
    next++;
    return this;
  }

  Call buffer(DeviceBuffer b) {
    return mem(b.mem(), b.pointer());
  }

  /** A matrix: buffer, offset and stride. */
  Call matrix(Matrix m) {
    return matrix(m, 0);
  }

  /** A matrix, from another element on. */
  Call matrix(Matrix m, int more) {
    return matrix(of(m), m.offset() + more, m.stride());
  }

  Call matrix(DeviceBuffer b, int offset, int stride) {
    return buffer(b).integer(offset).integer(stride);
  }

  /** The device's memory of a matrix. */
  static DeviceBuffer of(Matrix m) {
    if (m.buffer() instanceof DeviceBuffer b) {
      return b;
    }
    throw new IllegalArgumentException(
        "a matrix belongs to another backend than opencl: " + m.buffer().getClass().getName());
  }

  /** Runs it with a work-item for each element; see {@link #elements}. */
  void run() {
    items(size);
  }

  /** Runs it with at least so many work-items. */
  void items(int count) {
    if (count > 0) {
      long all = ((long) count + Device.LOCAL - 1) / Device.LOCAL * Device.LOCAL;
      run(1, all, 1, Device.LOCAL, 1);
    }
  }

  /** Runs it with so many work-groups of lanes. */
  void groups(int groups) {
    groups(groups, 1);
  }

  void groups(int groups, int second) {
    if (groups > 0 && second > 0) {
      run(2, (long) groups * device.lanes(), second, device.lanes(), 1);
    }
  }

  void run(int dimensions, long global0, long global1, long local0, long local1) {
    global[0] = global0;
    global[1] = global1;
    local[0] = local0;
    local[1] = local1;
    int status = device.commands().run(kernel, dimensions, global, local);
    if (status != CL.CL_SUCCESS) {
      throw Status.failed(status, device.info(), "running " + name);
    }
  }

  void release() {
    CL.clReleaseKernel(kernel);
  }
}
