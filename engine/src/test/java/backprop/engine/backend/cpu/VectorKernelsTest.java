// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.KernelsContract;
import org.junit.jupiter.api.Tag;

/** Every product on tiles, also those that are faster without, satisfies the contract. */
@Tag("vector")
class VectorKernelsTest extends KernelsContract {
  @Override
  protected Kernels open(int threads) {
    return WarmTiles.openAlways(threads);
  }
}
