// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.openblas;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.KernelsContract;
import backprop.engine.backend.cpu.BlasBackend;
import org.junit.jupiter.api.Tag;

/**
 * The backend as users get it satisfies the whole contract. Slow, because the reference computes
 * every kernel again; those without products are the ones of plain Java, which the engine tests.
 */
@Tag("slow")
final class OpenBlasKernelsTest extends KernelsContract {
  @Override
  protected Kernels open(int threads) {
    return new BlasBackend().open(threads);
  }
}
