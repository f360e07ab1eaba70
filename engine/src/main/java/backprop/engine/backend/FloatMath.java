// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Elementary functions in float, fast enough for inner loops. The calls are small enough to be
 * inlined; {@link #tanh}, {@link #sigmoid} and {@link #erf} have no branch, so a loop over them in
 * the form that {@link Elementwise} asks for is vectorized. Each states its largest error against
 * the exact value, over all floats; NaN gives NaN.
 */
public final class FloatMath {
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693145752f;
  private static final float LN2_LOW = 1.42860677e-6f;

  /** 1.5 * 2^23: adding it rounds a float to an integer that stands in the lowest bits. */
  private static final float ROUND = 12582912f;

  private static final int ROUND_BITS = 0x4B400000;

  private FloatMath() {}

  /**
   * e^x; error below 1 ulp where the result is normal, below 2^-149 where it is subnormal. Range
   * reduction by ln 2 and the polynomial of Cephes ({@code expf}, Moshier 1989).
   */
  public static float exp(float x) {
    if (x > 88.73f) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < -104f) {
      return 0;
    }
    float shifted = Math.fma(x, LOG2_E, ROUND);
    float k = shifted - ROUND;
    float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
    float p = 1.9875691500E-4f;
    p = Math.fma(p, r, 1.3981999507E-3f);
    p = Math.fma(p, r, 8.3334519073E-3f);
    p = Math.fma(p, r, 4.1665795894E-2f);
    p = Math.fma(p, r, 1.6666665459E-1f);
    p = Math.fma(p, r, 5.0000001201E-1f);
    p = Math.fma(p, r * r, r) + 1;
    // Two factors, because 2^k itself may be too large or too small for a float.
    int exponent = Float.floatToRawIntBits(shifted) - ROUND_BITS;
    int half = exponent >> 1;
    return p
        * Float.intBitsToFloat((half + 127) << 23)
        * Float.intBitsToFloat((exponent - half + 127) << 23);
  }

  /**
   * Hyperbolic tangent; relative error below 4e-7. A rational function of degree 13 over 6 on
   * [-7.9, 7.9], outside of which the result is 1 or -1 in float (coefficients as in Eigen's {@code
   * ptanh}).
   */
  public static float tanh(float x) {
    float v = Math.max(-7.90531110763549805f, Math.min(7.90531110763549805f, x));
    float q = v * v;
    float n = -2.76076847742355e-16f;
    n = Math.fma(n, q, 2.00018790482477e-13f);
    n = Math.fma(n, q, -8.60467152213735e-11f);
    n = Math.fma(n, q, 5.12229709037114e-08f);
    n = Math.fma(n, q, 1.48572235717979e-05f);
    n = Math.fma(n, q, 6.37261928875436e-04f);
    n = Math.fma(n, q, 4.89352455891786e-03f);
    float d = 1.19825839466702e-06f;
    d = Math.fma(d, q, 1.18534705686654e-04f);
    d = Math.fma(d, q, 2.26843463243900e-03f);
    d = Math.fma(d, q, 4.89352518554385e-03f);
    return n / d * v;
  }

  /** Logistic function 1 / (1 + e^-x) by way of tanh; absolute error below 2e-7. */
  public static float sigmoid(float x) {
    return Math.fma(0.5f, tanh(0.5f * x), 0.5f);
  }

  /**
   * ln(1 + e^x) without overflow; relative error below 1e-6 where the result is normal. {@code
   * ln(1 + t) = 2 artanh(t / (2 + t))}, whose series converges fast for t at most 1.
   */
  public static float softplus(float x) {
    float t = exp(-Math.abs(x));
    float s = t / (2 + t);
    float q = s * s;
    float p = 1 / 15f;
    p = Math.fma(p, q, 1 / 13f);
    p = Math.fma(p, q, 1 / 11f);
    p = Math.fma(p, q, 1 / 9f);
    p = Math.fma(p, q, 1 / 7f);
    p = Math.fma(p, q, 1 / 5f);
    p = Math.fma(p, q, 1 / 3f);
    p = Math.fma(p, q, 1);
    return Math.max(x, 0) + 2 * s * p;
  }

  /**
   * Error function; absolute error below 4e-7. A rational function of degree 13 over 8 on [-4, 4],
   * outside of which the result is 1 or -1 in float (coefficients as in Eigen's {@code erf}).
   */
  public static float erf(float x) {
    float v = Math.max(-4f, Math.min(4f, x));
    float q = v * v;
    float n = -2.72614225801306e-10f;
    n = Math.fma(n, q, 2.77068142495902e-08f);
    n = Math.fma(n, q, -2.10102402082508e-06f);
    n = Math.fma(n, q, -5.69250639462346e-05f);
    n = Math.fma(n, q, -7.34990630326855e-04f);
    n = Math.fma(n, q, -2.95459980854025e-03f);
    n = Math.fma(n, q, -1.60960333262415e-02f);
    float d = -1.45660718464996e-05f;
    d = Math.fma(d, q, -2.13374055278905e-04f);
    d = Math.fma(d, q, -1.68282697438203e-03f);
    d = Math.fma(d, q, -7.37332916720468e-03f);
    d = Math.fma(d, q, -1.42647390514189e-02f);
    return n / d * v;
  }

  /** {@code y[i] = exp(x[i])}; x and y may be the same. */
  public static void exp(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = exp(x[i]);
    }
  }

  /** {@code y[i] = tanh(x[i])}; x and y may be the same. */
  public static void tanh(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = tanh(x[i]);
    }
  }

  /** {@code y[i] = sigmoid(x[i])}; x and y may be the same. */
  public static void sigmoid(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = sigmoid(x[i]);
    }
  }

  /** {@code y[i] = softplus(x[i])}; x and y may be the same. */
  public static void softplus(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = softplus(x[i]);
    }
  }

  /** {@code y[i] = erf(x[i])}; x and y may be the same. */
  public static void erf(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = erf(x[i]);
    }
  }
}
