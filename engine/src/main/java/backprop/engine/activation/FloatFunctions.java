// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

/** Functions for float loops, through double precision: correct, but not vectorized yet. */
public final class FloatFunctions {
  private FloatFunctions() {}

  /** {@code e^x}. */
  public static float exp(float x) {
    return (float) Math.exp(x);
  }

  /** {@code e^x - 1}. */
  public static float expm1(float x) {
    return (float) Math.expm1(x);
  }

  /** {@code 1 / (1 + e^-x)}. */
  public static float sigmoid(float x) {
    return (float) Sigmoid.logistic(x);
  }

  /** {@code log(1 + e^x)}. */
  public static float softplus(float x) {
    return (float) (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
  }

  /** Hyperbolic tangent. */
  public static float tanh(float x) {
    return (float) Math.tanh(x);
  }
}
