// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.blas;

/**
 * The product of float matrices of BLAS level 3, SGEMM (Dongarra, Du Croz, Hammarling and Duff, "A
 * Set of Level 3 Basic Linear Algebra Subprograms", 1990), bound to three stores. For one thread at
 * a time.
 */
public interface Sgemm {
  /**
   * Computes {@code c = alpha * op(a) * op(b) + beta * c} for row-major matrices.
   *
   * @param transposeA whether a is stored k x m, not m x k
   * @param transposeB whether b is stored n x k, not k x n
   * @param m rows of c, at least 1
   * @param n columns of c, at least 1
   * @param k length of the sums, at least 1
   * @param alpha factor of the product
   * @param a0 where a starts in its store
   * @param aStride distance of two rows of a, at least the length of one
   * @param b0 where b starts in its store
   * @param bStride distance of two rows of b, at least the length of one
   * @param beta factor of what c was; where it is 0, c is not read
   * @param c0 where c starts in its store
   * @param cStride distance of two rows of c, at least n
   */
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      int a0,
      int aStride,
      int b0,
      int bStride,
      float beta,
      int c0,
      int cStride);
}
