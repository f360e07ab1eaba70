// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * What is put into a device's queue, which works it off in order. All return OpenCL's status codes;
 * tests put a device that fails in its place.
 */
interface Commands {
  /** Runs a kernel. */
  int run(cl_kernel kernel, int dimensions, long[] global, long[] local);

  /** Copies bytes from a buffer and waits for them, hence for all that was put in before. */
  int read(cl_mem from, long offset, long bytes, Pointer to);

  /** Copies bytes to a buffer; without waiting only from memory that stays as it is until then. */
  int write(cl_mem to, boolean wait, long offset, long bytes, Pointer from);

  /** Zeros. */
  int clear(cl_mem mem, long bytes);

  /** Waits until all is done. */
  int finish();

  /** Lets the device begin with what is in the queue. */
  int flush();

  /** A product by CLBlast; where there is none, a status that is no success. */
  default int blast(Product p) {
    return CL.CL_INVALID_OPERATION;
  }
}
