// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Elementary functions of float arrays in loops that the JVM's compiler vectorizes on Java 17
 * without any flag: ten times faster than {@link Math}, element by element. The bounds stated are
 * tested over the whole range of float.
 *
 * <p>All methods compute {@code y[i] = f(x[i])} for {@code from <= i < to}; x and y may be the same
 * array; NaN gives NaN. The numbers go through blocks of their own of a fixed length: a loop whose
 * length is a constant and whose arrays share the index is vectorized whatever the JVM has seen
 * before, and results cannot depend on where a range starts.
 */
public final class FloatMath {
  private static final int LONG = 256;
  private static final int SHORT = 32;

  /** 1.5 * 2^23: adding and subtracting it rounds a small float to the nearest integer. */
  private static final float ROUND = 12582912f;

  /** Up to here {@link #exp} limits nothing. */
  private static final float EXP_LIMIT = 89f;

  /** The same for {@link #tanh}, whose fit rounds to more than 1 in some places above. */
  private static final float TANH_LIMIT = 7f;

  private static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts; products of the first with integers up to 2^15 are exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  private static final int LOWEST_POWER = -151;

  private static final int HIGHEST_POWER = 129;

  /** The last bits of {@link #ROUND} + n, which are those of n. */
  private static final int POWER_BITS = 511;

  /** 2^(n - 1) at index n & POWER_BITS: half of the power, because 2^128 is no float. */
  private static final float[] HALF_POWERS = halfPowers();

  /** Blocks of a thread's own, so that calls allocate nothing. */
  private static final ThreadLocal<Block> BLOCKS = ThreadLocal.withInitial(Block::new);

  private static final class Block {
    final float[] input = new float[LONG];
    final float[] result = new float[LONG];
    final float[] x = new float[LONG];
    final float[] y = new float[LONG];
    final float[] rounded = new float[LONG];
  }

  /**
   * A function and its derivative by way of one exponential. The loops run over {@code 0 <= i <
   * count} of equal indices; {@code y} is neither {@code x} nor {@code e}.
   */
  public interface ByExponential {
    /** {@code u[i]} from {@code x[i]}: what the exponential is taken of. */
    void exponent(float[] x, float[] u, int count);

    /** {@code y[i] = f(x[i])}, given also {@code e[i] = exp(u[i])}. */
    void value(float[] x, float[] e, float[] y, int count);

    /** {@code y[i] = f'(x[i])}, given also {@code e[i] = exp(u[i])}. */
    void slope(float[] x, float[] e, float[] y, int count);
  }

  private FloatMath() {}

  private static float[] halfPowers() {
    float[] powers = new float[POWER_BITS + 1];
    for (int n = LOWEST_POWER; n <= HIGHEST_POWER; n++) {
      powers[n & POWER_BITS] = (float) Math.scalb(1.0, n - 1);
    }
    return powers;
  }

  /**
   * The exponential function: relative error below 2.5e-7 where the result is at least 2^-126,
   * absolute error below 2^-148 elsewhere.
   */
  public static void exp(float[] x, float[] y, int from, int to) {
    Block b = BLOCKS.get();
    // A few short blocks cost less than one long one; the elements' values are the same.
    int size = to - from <= 4 * SHORT ? SHORT : LONG;
    for (int i = from; i < to; i += size) {
      int count = Math.min(size, to - i);
      System.arraycopy(x, i, b.x, 0, count);
      expBlock(b, count);
      System.arraycopy(b.y, 0, y, i, count);
    }
  }

  /** The logistic function 1 / (1 + e^-x): relative error below 4e-7 for x above -87. */
  public static void sigmoid(float[] x, float[] y, int from, int to) {
    Block b = BLOCKS.get();
    for (int i = from; i < to; i += LONG) {
      int count = Math.min(LONG, to - i);
      System.arraycopy(x, i, b.x, 0, count);
      negate(b.x);
      expBlock(b, count);
      reciprocalOfSuccessor(b.y);
      System.arraycopy(b.y, 0, y, i, count);
    }
  }

  /** ln(1 + e^x): relative error below 5e-7 for x above -87. */
  public static void softplus(float[] x, float[] y, int from, int to) {
    Block b = BLOCKS.get();
    for (int i = from; i < to; i += LONG) {
      int count = Math.min(LONG, to - i);
      System.arraycopy(x, i, b.x, 0, count);
      negativeAbsolute(b.x);
      expBlock(b, count);
      System.arraycopy(x, i, b.x, 0, count);
      logOfSuccessor(b.x, b.y);
      System.arraycopy(b.y, 0, y, i, count);
    }
  }

  /** The hyperbolic tangent: relative error below 4e-7. */
  public static void tanh(float[] x, float[] y, int from, int to) {
    Block b = BLOCKS.get();
    for (int i = from; i < to; i += LONG) {
      int count = Math.min(LONG, to - i);
      System.arraycopy(x, i, b.x, 0, count);
      if (count <= SHORT) {
        tanhShort(b.x, b.y);
      } else if (within(b, TANH_LIMIT)) {
        tanhInside(b.x, b.y);
      } else {
        tanhLong(b.x, b.y);
      }
      System.arraycopy(b.y, 0, y, i, count);
    }
  }

  /** The error function: relative error below 6e-7. */
  public static void erf(float[] x, float[] y, int from, int to) {
    Block b = BLOCKS.get();
    for (int i = from; i < to; i += LONG) {
      int count = Math.min(LONG, to - i);
      System.arraycopy(x, i, b.x, 0, count);
      erfLong(b.x, b.y);
      System.arraycopy(b.y, 0, y, i, count);
    }
  }

  /** e^min(x, 0) - 1, as the exponential linear units need it: relative error below 6e-7. */
  public static void expm1OfNegative(float[] x, float[] y, int from, int to) {
    Block b = BLOCKS.get();
    for (int i = from; i < to; i += LONG) {
      int count = Math.min(LONG, to - i);
      System.arraycopy(x, i, b.x, 0, count);
      halfOfNegative(b.x);
      tanhLong(b.x, b.y);
      doubleArgument(b.y);
      System.arraycopy(b.y, 0, y, i, count);
    }
  }

  /** The values of a function by way of an exponential. */
  public static void values(ByExponential f, float[] x, float[] y, int from, int to) {
    Block b = BLOCKS.get();
    for (int i = from; i < to; i += LONG) {
      int count = Math.min(LONG, to - i);
      System.arraycopy(x, i, b.input, 0, count);
      f.exponent(b.input, b.x, count);
      expBlock(b, count);
      f.value(b.input, b.y, b.result, count);
      System.arraycopy(b.result, 0, y, i, count);
    }
  }

  /** {@code dx[i] = dy[i] * f'(x[i])} of a function by way of an exponential; dx may be dy. */
  public static void gradients(
      ByExponential f, float[] x, float[] dy, float[] dx, int from, int to) {
    Block b = BLOCKS.get();
    for (int i = from; i < to; i += LONG) {
      int count = Math.min(LONG, to - i);
      System.arraycopy(x, i, b.input, 0, count);
      f.exponent(b.input, b.x, count);
      expBlock(b, count);
      f.slope(b.input, b.y, b.result, count);
      System.arraycopy(dy, i, b.x, 0, count);
      multiply(b.x, b.result);
      System.arraycopy(b.result, 0, dx, i, count);
    }
  }

  private static void multiply(float[] by, float[] y) {
    for (int i = 0; i < LONG; i++) {
      y[i] *= by[i];
    }
  }

  /**
   * Whether no number of b.x is beyond a limit. Minimum and maximum take most of the time of the
   * other loops, because in Java they have to mind NaN and the sign of zero; where there is nothing
   * to limit, loops without them give the same bits. Sums what is beyond: a sum of zeros is exact.
   */
  private static boolean within(Block b, float limit) {
    float[] x = b.x;
    float[] beyond = b.result;
    for (int i = 0; i < LONG / 2; i++) {
      float v = Math.abs(x[i]) - limit;
      float w = Math.abs(x[i + LONG / 2]) - limit;
      beyond[i] = (v + Math.abs(v)) + (w + Math.abs(w));
    }
    for (int i = 0; i < LONG / 4; i++) {
      beyond[i] += beyond[i + LONG / 4];
    }
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int i = 0; i < LONG / 4; i += 4) {
      s0 += beyond[i];
      s1 += beyond[i + 1];
      s2 += beyond[i + 2];
      s3 += beyond[i + 3];
    }
    return s0 + s1 + s2 + s3 == 0;
  }

  /** b.y = exp(b.x), the first {@code count} of them. */
  private static void expBlock(Block b, int count) {
    if (count <= SHORT) {
      reduceShort(b.x, b.y, b.rounded);
    } else if (within(b, EXP_LIMIT)) {
      reduceInside(b.x, b.y, b.rounded);
    } else {
      reduceLong(b.x, b.y, b.rounded);
    }
    scale(b, count);
  }

  /** b.y times the powers of two. */
  private static void scale(Block b, int count) {
    // A lookup is not vectorized, but shifting bits into a float is not on Java 17 either. The bits
    // of n are there already: no conversion, and nothing to check.
    float[] y = b.y;
    float[] rounded = b.rounded;
    float[] powers = HALF_POWERS;
    for (int i = 0; i < count; i++) {
      y[i] *= powers[Float.floatToRawIntBits(rounded[i]) & POWER_BITS];
    }
  }

  /** 2 e^r and ROUND + n such that x = n ln 2 + r with |r| at most ln(2) / 2. */
  private static void reduceLong(float[] x, float[] y, float[] rounded) {
    for (int i = 0; i < LONG; i++) {
      float t = Math.max(Math.min(x[i], 89f), -104f);
      float z = t * LOG2_E + ROUND;
      float n = z - ROUND;
      float r = (t - n * LN2_HIGH) - n * LN2_LOW;
      float p = 1.3946223e-3f + r * 1.9918031e-4f;
      p = 4.1666269e-2f + r * (8.3332649e-3f + r * p);
      p = 0.5f + r * (0.16666667f + r * p);
      p = 1f + (r + r * r * p);
      y[i] = p + p;
      rounded[i] = z;
    }
  }

  private static void reduceInside(float[] x, float[] y, float[] rounded) {
    for (int i = 0; i < LONG; i++) {
      float t = x[i];
      float z = t * LOG2_E + ROUND;
      float n = z - ROUND;
      float r = (t - n * LN2_HIGH) - n * LN2_LOW;
      float p = 1.3946223e-3f + r * 1.9918031e-4f;
      p = 4.1666269e-2f + r * (8.3332649e-3f + r * p);
      p = 0.5f + r * (0.16666667f + r * p);
      p = 1f + (r + r * r * p);
      y[i] = p + p;
      rounded[i] = z;
    }
  }

  private static void reduceShort(float[] x, float[] y, float[] rounded) {
    for (int i = 0; i < SHORT; i++) {
      float t = Math.max(Math.min(x[i], 89f), -104f);
      float z = t * LOG2_E + ROUND;
      float n = z - ROUND;
      float r = (t - n * LN2_HIGH) - n * LN2_LOW;
      float p = 1.3946223e-3f + r * 1.9918031e-4f;
      p = 4.1666269e-2f + r * (8.3332649e-3f + r * p);
      p = 0.5f + r * (0.16666667f + r * p);
      p = 1f + (r + r * r * p);
      y[i] = p + p;
      rounded[i] = z;
    }
  }

  private static void negate(float[] x) {
    for (int i = 0; i < LONG; i++) {
      x[i] = -x[i];
    }
  }

  private static void negativeAbsolute(float[] x) {
    for (int i = 0; i < LONG; i++) {
      x[i] = -Math.abs(x[i]);
    }
  }

  private static void halfOfNegative(float[] x) {
    for (int i = 0; i < LONG; i++) {
      x[i] = 0.5f * Math.min(x[i], 0f);
    }
  }

  private static void reciprocalOfSuccessor(float[] y) {
    for (int i = 0; i < LONG; i++) {
      y[i] = 1f / (1f + y[i]);
    }
  }

  /** max(x, 0) + ln(1 + u) for u = y in [0, 1]; rational minimax fit, error 1e-9. */
  private static void logOfSuccessor(float[] x, float[] y) {
    for (int i = 0; i < LONG; i++) {
      float u = y[i];
      float p = 1f + u * (1.0662180f + u * (0.23815724f + u * 3.4172735e-3f));
      float q = 1f + u * (1.5662178f + u * (0.68793577f + u * 7.5287178e-2f));
      y[i] = Math.max(x[i], 0f) + u * p / q;
    }
  }

  /** With t = tanh(x / 2): e^x - 1 = 2 t / (1 - t). */
  private static void doubleArgument(float[] y) {
    for (int i = 0; i < LONG; i++) {
      y[i] = 2f * y[i] / (1f - y[i]);
    }
  }

  /** Odd rational minimax fit on [-9.02, 9.02], error 2e-9; beyond, tanh rounds to 1. */
  private static void tanhLong(float[] x, float[] y) {
    for (int i = 0; i < LONG; i++) {
      float t = Math.max(Math.min(x[i], 9.02f), -9.02f);
      float u = t * t;
      float p = 2.8007615e-5f + u * (3.0585351e-8f - u * 1.2203669e-11f);
      p = 1f + u * (0.13679922f + u * (3.8683361e-3f + u * p));
      float q = 0.47013253f + u * (2.7245870e-2f + u * (3.9386455e-4f + u * 1.2873769e-6f));
      y[i] = Math.max(Math.min(t * p / (1f + u * q), 1f), -1f);
    }
  }

  private static void tanhInside(float[] x, float[] y) {
    for (int i = 0; i < LONG; i++) {
      float t = x[i];
      float u = t * t;
      float p = 2.8007615e-5f + u * (3.0585351e-8f - u * 1.2203669e-11f);
      p = 1f + u * (0.13679922f + u * (3.8683361e-3f + u * p));
      float q = 0.47013253f + u * (2.7245870e-2f + u * (3.9386455e-4f + u * 1.2873769e-6f));
      y[i] = t * p / (1f + u * q);
    }
  }

  private static void tanhShort(float[] x, float[] y) {
    for (int i = 0; i < SHORT; i++) {
      float t = Math.max(Math.min(x[i], 9.02f), -9.02f);
      float u = t * t;
      float p = 2.8007615e-5f + u * (3.0585351e-8f - u * 1.2203669e-11f);
      p = 1f + u * (0.13679922f + u * (3.8683361e-3f + u * p));
      float q = 0.47013253f + u * (2.7245870e-2f + u * (3.9386455e-4f + u * 1.2873769e-6f));
      y[i] = Math.max(Math.min(t * p / (1f + u * q), 1f), -1f);
    }
  }

  /** Odd rational minimax fit on [-3.95, 3.95], error 2e-8; beyond, erf rounds to 1. */
  private static void erfLong(float[] x, float[] y) {
    for (int i = 0; i < LONG; i++) {
      float t = Math.max(Math.min(x[i], 3.95f), -3.95f);
      float u = t * t;
      float p = 3.8080739e-3f + u * (2.8467856e-4f + u * 2.0258271e-6f);
      p = 1.1283791f + u * (0.19154927f + u * (5.2875180e-2f + u * p));
      float q = 1.5054930e-2f + u * (1.1706904e-3f + u * 3.7830472e-5f);
      q = 1f + u * (0.50308877f + u * (0.11455908f + u * q));
      y[i] = Math.max(Math.min(t * p / q, 1f), -1f);
    }
  }
}
