// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;

/**
 * A way to compute {@code c = alpha * op(a) * op(b) + beta * c}, or plus a row of bias: {@link
 * Gemm} in plain Java, others with instructions that plain Java does not reach. What uses a product
 * (dense layers, convolutions, attention) does not know which it is.
 */
abstract class Product {
  /** Makes the product for these threads. */
  interface Maker {
    /** A product that no other thread uses while it computes with these. */
    Product with(Workers workers);
  }

  private final Place placeA = new Place();
  private final Place placeB = new Place();
  private final Place placeC = new Place();
  private final Place placeOfBias = new Place();

  /** Computes {@code c = alpha * op(a) * op(b) + beta * c}, or plus bias if that is not null. */
  final void run(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Matrix a,
      Matrix b,
      double beta,
      Matrix bias,
      Matrix c) {
    sizes(c.rows(), c.columns(), transposeA ? a.rows() : a.columns());
    Place p = bias == null ? null : placeOfBias.of(bias);
    run(transposeA, transposeB, alpha, placeA.of(a), placeB.of(b), beta, p, placeC.of(c));
  }

  /** The same without bias for one group and slice of each matrix; see {@code GroupKernels}. */
  final void runBlock(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Matrix a,
      Matrix b,
      double beta,
      Matrix c,
      int groups,
      int group,
      int slices,
      int slice) {
    sizes(
        c.rows() / groups,
        c.columns() / slices,
        transposeA ? a.rows() / groups : a.columns() / slices);
    Place inA = block(placeA, a, groups, group, slices, slice);
    Place inB = block(placeB, b, groups, group, slices, slice);
    Place inC = block(placeC, c, groups, group, slices, slice);
    run(transposeA, transposeB, alpha, inA, inB, beta, null, inC);
  }

  private static Place block(Place p, Matrix x, int groups, int group, int slices, int slice) {
    return p.of(x, group * (x.rows() / groups), slice * (x.columns() / slices));
  }

  /** Whether it is slow where c has few columns, as loops along them are. */
  boolean slowIfNarrow() {
    return false;
  }

  /**
   * The same way for the steps of a recurrence.
   *
   * @param mostRows how many rows a thread multiplies at a time
   */
  StepProduct steps(Workers workers, int mostRows) {
    return new StepPanels(workers, mostRows);
  }

  /** The sizes of the next product: c is m x n, the inner index k long. */
  abstract void sizes(int m, int n, int k);

  /** The same for matrices that are only places; {@link #sizes} come before. */
  abstract void run(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Place a,
      Place b,
      double beta,
      Place bias,
      Place c);
}
