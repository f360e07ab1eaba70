// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Part of {@link KernelsContract}: softmax and losses. */
public interface LossKernels extends KernelsUnderTest {
  @Test
  default void softmax() {
    forSizesAndBetas(
        (r, c, beta) -> {
          double t = 16 * EPS * (Math.sqrt(c) + 4);
          for (double range : new double[] {2, 60}) {
            check(
                KernelCase.of("softmax", t).in(r, c, -range, range).out(r, c),
                (q, x) -> q.softmax(x[0], x[1]));
          }
          check(KernelCase.of("softmax in place", t).update(r, c), (q, x) -> q.softmax(x[0], x[0]));
          check(
              binary("softmaxGradient", t * 4, r, c, beta),
              (q, x) -> q.softmaxGradient(x[0], x[1], beta, x[2]));
        });
  }

  @Test
  default void softmaxOfInfinities() {
    for (Kernels k : tested()) {
      Matrix m = Matrix.of(k.allocate(3), 1, 3);
      m.set(Double.NEGATIVE_INFINITY, 1, 1);
      k.softmax(m, m);
      assertEquals(List.of(0.0, 0.5, 0.5), Arrays.stream(m.toArray()).boxed().toList());
    }
  }

  @Test
  default void softmaxCrossEntropy() {
    forSizesAndBetas(
        (r, c, beta) -> {
          if (c == 0) {
            return;
          }
          double t = 32 * EPS * (Math.sqrt(c) + 4);
          for (double smoothing : new double[] {0, 0.1}) {
            check(
                KernelCase.of("softmaxCrossEntropy", t)
                    .in(r, c, -9, 9)
                    .indices(r, c)
                    .out(r, c)
                    .out(r, 1),
                (q, x) -> q.softmaxCrossEntropy(x[0], x[1], smoothing, x[2], x[3]));
            check(
                KernelCase.of("softmaxCrossEntropyGradient", t)
                    .in(r, c, 0, 1)
                    .indices(r, c)
                    .in(r, 1)
                    .out(r, c, beta),
                (q, x) -> q.softmaxCrossEntropyGradient(x[0], x[1], smoothing, x[2], beta, x[3]));
          }
        });
  }

  @Test
  default void pairs() {
    forSizesAndBetas(
        (r, c, beta) -> {
          KernelCase loss =
              KernelCase.of("pairLoss", 16 * EPS * (Math.sqrt(c) + 4)).in(r, c).in(r, c).out(r, 1);
          check(loss, (q, x) -> q.pairLoss(TestFunctions.SQUARE, x[0], x[1], x[2]));
          KernelCase g =
              KernelCase.of("pairLossGradient", 16 * EPS)
                  .in(r, c)
                  .in(r, c)
                  .in(r, 1)
                  .out(r, c, beta);
          check(
              g, (q, x) -> q.pairLossGradient(TestFunctions.SQUARE, x[0], x[1], x[2], beta, x[3]));
        });
  }
}
