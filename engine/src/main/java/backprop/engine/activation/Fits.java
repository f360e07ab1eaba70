// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

/**
 * Rational minimax fits without a branch or a conversion of bits, so that a loop that combines them
 * with other operations is vectorized as a whole and needs no room for parts. Where a function
 * stands alone, the loops of {@link backprop.engine.backend.FloatMath} are used instead. NaN gives
 * NaN.
 */
final class Fits {
  private Fits() {}

  /** Hyperbolic tangent for |x| up to 9.02: relative error below 4e-7. */
  static float tanh(float x) {
    float u = x * x;
    float p = 2.8007615e-5f + u * (3.0585351e-8f - u * 1.2203669e-11f);
    p = 1f + u * (0.13679922f + u * (3.8683361e-3f + u * p));
    float q = 0.47013253f + u * (2.7245870e-2f + u * (3.9386455e-4f + u * 1.2873769e-6f));
    return x * p / (1f + u * q);
  }

  /** {@code e^min(x, 0) - 1}: relative error below 6e-7. */
  static float expm1OfNegative(float x) {
    float t = tanh(Math.max(0.5f * Math.min(x, 0f), -9.02f));
    return 2f * t / (1f - t);
  }

  /** Error function for |x| up to 3.95: relative error below 6e-7. */
  static float erf(float x) {
    float u = x * x;
    float p = 3.8080739e-3f + u * (2.8467856e-4f + u * 2.0258271e-6f);
    p = 1.1283791f + u * (0.19154927f + u * (5.2875180e-2f + u * p));
    float q = 1.5054930e-2f + u * (1.1706904e-3f + u * 3.7830472e-5f);
    q = 1f + u * (0.50308877f + u * (0.11455908f + u * q));
    return x * p / q;
  }

  /** 1 for a positive number, also for the smallest, 0 for all others. */
  static float positive(float x) {
    return Math.max(0f, Math.min(1f, x * 1e30f * 1e30f));
  }

  /** 1 for a number above low and up to high, 0 for all others. */
  static float within(float x, float low, float high) {
    return positive(x - low) * (1f - positive(x - high));
  }

  /** The number itself, or the limit that it exceeds. */
  static float limited(float x, float low, float high) {
    return Math.max(low, Math.min(high, x));
  }

  /** The number itself, or the limit that it exceeds. */
  static double limited(double x, double low, double high) {
    return Math.max(low, Math.min(high, x));
  }
}
