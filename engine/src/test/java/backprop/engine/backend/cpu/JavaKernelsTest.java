// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.KernelsContract;

/** Plain Java satisfies the contract. */
class JavaKernelsTest extends KernelsContract {
  @Override
  protected Kernels open(int threads) {
    return new JavaBackend().open(threads);
  }
}
