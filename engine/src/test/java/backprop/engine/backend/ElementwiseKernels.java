// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: what depends on the elements at the same place alone. */
public interface ElementwiseKernels extends KernelsUnderTest {
  @Test
  default void map() {
    forSizes(
        (r, c) -> {
          check(unary("map", 4 * EPS, r, c, 0), (q, x) -> q.map(TestFunctions.CUBIC, x[0], x[1]));
          check(
              KernelCase.of("map in place", 8 * EPS).update(r, c),
              (q, x) -> q.map(TestFunctions.CUBIC, x[0], x[0]));
        });
  }

  @Test
  default void mapGradient() {
    forSizesAndBetas(
        (r, c, beta) -> {
          KernelCase k =
              KernelCase.of("mapGradient", 16 * EPS).in(r, c).in(r, c).in(r, c).out(r, c, beta);
          check(k, (q, x) -> q.mapGradient(TestFunctions.CUBIC, x[0], x[1], x[2], beta, x[3]));
        });
    forSizes(
        (r, c) ->
            check(
                KernelCase.of("mapGradient in place", 16 * EPS).in(r, c).in(r, c).update(r, c),
                (q, x) -> q.mapGradient(TestFunctions.CUBIC, x[0], x[1], x[2], 0, x[2])));
  }

  @Test
  default void fillCopyAdd() {
    forSizes(
        (r, c) -> {
          check(KernelCase.of("fill", EPS).out(r, c), (q, x) -> q.fill(0.3, x[0]));
          check(unary("copy", 0, r, c, 0), (q, x) -> q.copy(x[0], x[1]));
          check(binary("add", EPS, r, c, 0), (q, x) -> q.add(x[0], x[1], x[2]));
          check(
              KernelCase.of("add to itself", EPS).update(r, c).in(r, c),
              (q, x) -> q.add(x[0], x[1], x[0]));
          check(
              KernelCase.of("add to second", EPS).in(r, c).update(r, c),
              (q, x) -> q.add(x[0], x[1], x[1]));
        });
  }

  @Test
  default void axpby() {
    forSizes(
        (r, c) -> {
          for (double beta : new double[] {0, 1, -0.5}) {
            check(unary("axpby", 4 * EPS, r, c, beta), (q, x) -> q.axpby(0.7, x[0], beta, x[1]));
            check(unary("axpby", 4 * EPS, r, c, beta), (q, x) -> q.axpby(1, x[0], beta, x[1]));
          }
          check(
              KernelCase.of("axpby in place", 4 * EPS).update(r, c),
              (q, x) -> q.axpby(0.7, x[0], 0, x[0]));
        });
  }

  @Test
  default void multiply() {
    forSizesAndBetas(
        (r, c, beta) -> {
          check(
              binary("multiply", 4 * EPS, r, c, beta),
              (q, x) -> q.multiply(x[0], x[1], beta, x[2]));
          check(
              KernelCase.of("multiply in place", 8 * EPS).update(r, c).in(r, c),
              (q, x) -> q.multiply(x[0], x[1], beta, x[0]));
        });
  }

  @Test
  default void rowsAdded() {
    forSizesAndBetas(
        (r, c, beta) -> {
          KernelCase add = KernelCase.of("addRow", EPS).in(r, c).in(1, c).out(r, c);
          check(add, (q, x) -> q.addRow(x[0], x[1], x[2]));
          check(
              KernelCase.of("addRow in place", EPS).update(r, c).in(1, c),
              (q, x) -> q.addRow(x[0], x[1], x[0]));
          KernelCase product =
              KernelCase.of("multiplyRow", 4 * EPS).in(r, c).in(1, c).out(r, c, beta);
          check(product, (q, x) -> q.multiplyRow(x[0], x[1], beta, x[2]));
        });
  }

  @Test
  default void dropout() {
    forSizesAndBetas(
        (r, c, beta) -> {
          for (double rate : new double[] {0, 0.1, 0.5, 0.9}) {
            check(
                unary("dropout", 8 * EPS, r, c, beta),
                (q, x) -> q.dropout(x[0], rate, 0x123456789ABCDEFL, beta, x[1]));
          }
        });
    Matrix ones = Matrix.of(reference().allocate(100_000), 1000, 100);
    reference().fill(1, ones);
    reference().dropout(ones, 0.2, 5, 0, ones);
    double mean = reference().dot(ones, ones) / 100_000;
    assertEquals(1.25, mean, 0.01);
  }
}
