// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.KernelsContract;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The contract of all kernels on the best OpenCL device of this machine, with some of the sizes and
 * layouts; {@link OpenClKernelsNightlyTest} tries them all.
 */
@Tag("device")
final class OpenClKernelsTest extends KernelsContract {
  @BeforeAll
  static void needsDevice() {
    Here.assumeDevice();
  }

  @Override
  protected Kernels open(int threads) {
    return new OpenClBackend().open(threads);
  }

  @Override
  protected List<Kernels> openAllTested() {
    return List.of(open(1));
  }

  @Override
  public boolean thorough() {
    return false;
  }
}
