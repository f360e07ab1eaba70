// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

/** The stated error bounds, over the whole range of float. */
class FloatMathTest {
  private interface Loop {
    void run(float[] x, float[] y, int from, int to);
  }

  /** Every 10007th float pattern, and a dense grid where the functions bend. */
  private static float[] inputs() {
    int patterns = (int) ((1L << 32) / 10007);
    int grid = 100_000;
    float[] x = new float[patterns + grid + 1];
    for (int i = 0; i < patterns; i++) {
      float v = Float.intBitsToFloat((int) (i * 10007L));
      x[i] = Float.isNaN(v) ? 0 : v;
    }
    for (int i = 0; i <= grid; i++) {
      x[patterns + i] = (i - grid / 2) * (200f / grid);
    }
    return x;
  }

  private static void check(
      Loop loop, DoubleUnaryOperator exact, double relative, double absolute, double lowest) {
    float[] x = inputs();
    float[] y = new float[x.length];
    loop.run(x, y, 0, x.length);
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      double want = exact.applyAsDouble(x[i]);
      double error = Math.abs(y[i] - want);
      boolean infinite = Double.isInfinite((float) want) && y[i] == (float) want;
      boolean near = infinite || error <= absolute || error <= relative * Math.abs(want);
      assertTrue(near || x[i] < lowest, x[i] + " gives " + y[i] + " instead of " + want);
      assertTrue(near || error < 1e-37, x[i] + " gives " + y[i] + " instead of " + want);
      if (!infinite && Math.abs(want) > 1e-30 && x[i] >= lowest) {
        worst = Math.max(worst, error / Math.abs(want));
      }
    }
    assertTrue(worst > relative / 20, "the bound " + relative + " is far from " + worst);
    sameAnywhere(loop, x);
  }

  /** Results depend neither on the place in the array nor on the length of the range. */
  private static void sameAnywhere(Loop loop, float[] inputs) {
    float[] x = new float[700];
    System.arraycopy(inputs, inputs.length - 50_350, x, 0, x.length);
    float[] whole = new float[x.length];
    loop.run(x, whole, 0, x.length);
    for (int length : new int[] {1, 7, 31, 32, 33, 255, 256, 257, 600}) {
      float[] part = x.clone();
      loop.run(part, part, 5, 5 + length);
      for (int i = 0; i < x.length; i++) {
        assertEquals(i < 5 || i >= 5 + length ? x[i] : whole[i], part[i], 0f);
      }
    }
    float[] nan = {Float.NaN, 1f};
    loop.run(nan, nan, 0, 2);
    assertTrue(Float.isNaN(nan[0]));
  }

  @Test
  void exp() {
    check(FloatMath::exp, Math::exp, 2.5e-7, 0x1p-148, -200);
    float[] ends = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0f, -0f, 88.73f};
    FloatMath.exp(ends, ends, 0, ends.length);
    assertEquals("[0.0, Infinity, 1.0, 1.0, Infinity]", java.util.Arrays.toString(ends));
  }

  @Test
  void sigmoid() {
    check(FloatMath::sigmoid, v -> 1 / (1 + Math.exp(-v)), 4e-7, 0, -87);
  }

  /** Blocks without large numbers take a shorter way, to the same bits. */
  @Test
  void neighborsDoNotMatter() {
    float[] large = {Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN, 90};
    List<Loop> loops = List.of(FloatMath::exp, FloatMath::sigmoid, FloatMath::tanh);
    for (Loop loop : loops) {
      float[] x = new float[2048];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (7 * Math.sin(i)) * (i % 5 == 0 ? 1e-3f : 1f);
      }
      float[] y = new float[x.length];
      loop.run(x, y, 0, x.length);
      for (int i = 100; i < x.length; i += 256) {
        x[i] = large[i / 256 % large.length];
      }
      float[] z = new float[x.length];
      loop.run(x, z, 0, x.length);
      for (int i = 0; i < x.length; i++) {
        assertTrue(i % 256 == 100 || y[i] == z[i], x[i] + " gives " + y[i] + " and " + z[i]);
      }
    }
  }

  @Test
  void softplus() {
    check(
        FloatMath::softplus,
        v -> v > 0 ? v + Math.log1p(Math.exp(-v)) : Math.log1p(Math.exp(v)),
        5e-7,
        0,
        -87);
  }

  @Test
  void tanh() {
    check(FloatMath::tanh, Math::tanh, 4e-7, 0x1p-148, Double.NEGATIVE_INFINITY);
  }

  @Test
  void erf() {
    check(
        FloatMath::erf,
        v -> Math.abs(v) < 1e-4 ? v * 2 / Math.sqrt(Math.PI) : v > 6 ? 1 : v < -6 ? -1 : Erf.erf(v),
        6e-7,
        0x1p-148,
        Double.NEGATIVE_INFINITY);
  }

  @Test
  void expm1OfNegative() {
    check(
        FloatMath::expm1OfNegative,
        v -> Math.expm1(Math.min(v, 0)),
        6e-7,
        0x1p-148,
        Double.NEGATIVE_INFINITY);
  }
}
