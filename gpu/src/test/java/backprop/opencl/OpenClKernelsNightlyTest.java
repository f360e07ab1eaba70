// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.KernelsContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The whole contract of all kernels on the best OpenCL device of this machine, repeated. */
@Tag("slow")
@Tag("device")
final class OpenClKernelsNightlyTest extends KernelsContract {
  @BeforeAll
  static void needsDevice() {
    Here.assumeDevice();
  }

  @Override
  protected Kernels open(int threads) {
    return new OpenClBackend().open(threads);
  }
}
