// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.openblas;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.KernelsContract;
import backprop.engine.backend.cpu.BlasBackend;

/** The backend as users get it satisfies the contract. */
final class OpenBlasKernelsTest extends KernelsContract {
  @Override
  protected Kernels open(int threads) {
    return new BlasBackend().open(threads);
  }
}
