// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** Commands of a queue of the driver. */
final class DriverCommands implements Commands {
  private static final Pointer ZERO = Pointer.to(new byte[4]);

  private final cl_command_queue queue;

  DriverCommands(cl_command_queue queue) {
    this.queue = queue;
  }

  @Override
  public int run(cl_kernel kernel, int dimensions, long[] global, long[] local) {
    return CL.clEnqueueNDRangeKernel(queue, kernel, dimensions, null, global, local, 0, null, null);
  }

  @Override
  public int read(cl_mem from, long offset, long bytes, Pointer to) {
    return CL.clEnqueueReadBuffer(queue, from, true, offset, bytes, to, 0, null, null);
  }

  @Override
  public int write(cl_mem to, boolean wait, long offset, long bytes, Pointer from) {
    return CL.clEnqueueWriteBuffer(queue, to, wait, offset, bytes, from, 0, null, null);
  }

  @Override
  public int clear(cl_mem mem, long bytes) {
    return CL.clEnqueueFillBuffer(queue, mem, ZERO, 4, 0, bytes, 0, null, null);
  }

  @Override
  public int finish() {
    return CL.clFinish(queue);
  }

  @Override
  public int flush() {
    return CL.clFlush(queue);
  }

  @Override
  public int blast(Product p) {
    return ClBlast.enqueue(queue, p);
  }
}
