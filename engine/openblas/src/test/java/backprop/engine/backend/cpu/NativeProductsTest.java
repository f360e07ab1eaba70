// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.KernelsContract;
import backprop.openblas.OpenBlas;

/** The contract with every product by the library, also those that it is too slow for. */
final class NativeProductsTest extends KernelsContract {
  @Override
  protected Kernels open(int threads) {
    return new JavaKernels(
        "blas", threads, workers -> new BlasProduct(workers, new OpenBlas(), BlasCost.ALWAYS));
  }
}
