// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;

/**
 * Tiles that the virtual machine has compiled, so that tests meet them and not what comes before.
 */
final class WarmTiles {
  private WarmTiles() {}

  static VectorProduct product(Workers workers) {
    Tiles tiles = VectorBackend.loaded();
    return new VectorProduct(workers, tiles, warm(tiles));
  }

  /** Kernels of the vector backend that use tiles wherever they pay. */
  static Kernels open(int threads) {
    Tiles tiles = VectorBackend.loaded();
    return VectorBackend.open(threads, tiles, warm(tiles));
  }

  /** Kernels that use tiles for every product, however small. */
  static Kernels openAlways(int threads) {
    return new JavaKernels("vector", threads, Always::new);
  }

  private static WarmUp warm(Tiles tiles) {
    WarmUp warmUp = new WarmUp(tiles);
    warmUp.run();
    assertTrue(warmUp.done(), "the tiles did not become fast: the compiler boxes their vectors");
    return warmUp;
  }

  private static final class Always extends Product {
    private final VectorProduct product;
    private int k;

    Always(Workers workers) {
      product = product(workers);
    }

    @Override
    StepProduct steps(Workers workers, int mostRows) {
      return product.steps(workers, mostRows);
    }

    @Override
    void sizes(int m, int n, int k) {
      this.k = k;
      product.sizes(m, n, k);
    }

    @Override
    void run(
        boolean transposeA,
        boolean transposeB,
        double alpha,
        Place a,
        Place b,
        double beta,
        Place bias,
        Place c) {
      if (k == 0) {
        product.run(transposeA, transposeB, alpha, a, b, beta, bias, c);
      } else {
        product.onTiles(transposeA, transposeB, alpha, a, b, beta, bias, c, true);
      }
    }
  }
}
