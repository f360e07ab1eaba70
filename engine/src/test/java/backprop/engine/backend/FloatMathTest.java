// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

class FloatMathTest {
  private interface Loop {
    void run(float[] x, float[] y, int from, int to);
  }

  private interface Error {
    /** The error of {@code found} in units of what is allowed. */
    double of(double exact, double found);
  }

  /** Every 997th float of all, and all special ones. */
  private static void overAllFloats(Loop loop, DoubleUnaryOperator exact, Error error) {
    int chunk = 1 << 16;
    float[] x = new float[chunk];
    float[] y = new float[chunk];
    long bits = Integer.MIN_VALUE;
    double worst = 0;
    float where = 0;
    while (bits <= Integer.MAX_VALUE) {
      int n = 0;
      for (; n < chunk && bits <= Integer.MAX_VALUE; bits += 997) {
        x[n++] = Float.intBitsToFloat((int) bits);
      }
      loop.run(x, y, 0, n);
      for (int i = 0; i < n; i++) {
        if (Float.isNaN(x[i])) {
          assertTrue(Float.isNaN(y[i]));
          continue;
        }
        double right = exact.applyAsDouble(x[i]);
        double e = right == y[i] ? 0 : error.of(right, y[i]);
        if (!(e <= worst)) {
          worst = e;
          where = x[i];
        }
      }
    }
    assertTrue(worst <= 1, worst + " times the stated error at " + where);
    float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f};
    float[] out = new float[5];
    loop.run(special, out, 0, 5);
    assertTrue(Float.isNaN(out[0]));
    for (int i = 1; i < 5; i++) {
      double right = exact.applyAsDouble(special[i]);
      assertTrue(
          right == out[i] || error.of(right, out[i]) <= 1, "at " + special[i] + ": " + out[i]);
    }
  }

  @Test
  void exp() {
    overAllFloats(
        FloatMath::exp,
        Math::exp,
        (exact, found) ->
            exact > Float.MAX_VALUE
                ? found == Float.POSITIVE_INFINITY || found == Float.MAX_VALUE ? 0 : 9
                : Math.abs(exact - found)
                    / (exact < Float.MIN_NORMAL
                        ? Float.MIN_VALUE
                        : Math.ulp((float) exact)));
  }

  @Test
  void tanh() {
    overAllFloats(
        FloatMath::tanh,
        Math::tanh,
        (exact, found) ->
            Math.abs(exact - found) / Math.max(Float.MIN_VALUE, 4e-7 * Math.abs(exact)));
  }

  @Test
  void sigmoid() {
    overAllFloats(
        FloatMath::sigmoid,
        x -> 1 / (1 + Math.exp(-x)),
        (exact, found) -> Math.abs(exact - found) / 2e-7);
  }

  @Test
  void softplus() {
    overAllFloats(
        FloatMath::softplus,
        x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
        (exact, found) ->
            Math.abs(exact - found) / Math.max(2 * Float.MIN_VALUE, 1e-6 * exact));
  }

  @Test
  void erf() {
    overAllFloats(
        FloatMath::erf, Erf::erf, (exact, found) -> Math.abs(exact - found) / 4e-7);
    assertEquals(1f, FloatMath.erf(10f), 4e-7f);
  }
}
