// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Counter-based random numbers: the n-th number of a stream depends on the stream's key and n
 * alone, so streams with different keys are independent, and any backend can compute the same
 * numbers.
 *
 * <p>64-bit numbers are the output function of SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014) applied to {@code key + n * golden ratio}.
 */
public final class RandomStream {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long key;
  private long position;

  /** The stream with the given key; see {@link #key(long...)}. */
  public RandomStream(long key) {
    this.key = key;
  }

  /** Becomes the stream with this key, at its beginning: a new stream without a new object. */
  public void restart(long newKey) {
    key = newKey;
    position = 0;
  }

  /** A key from parts such as (seed, step, node): any change of any part gives another key. */
  public static long key(long... parts) {
    long key = 0;
    for (long part : parts) {
      key = mix(key + GOLDEN + mix(part + GOLDEN));
    }
    return key;
  }

  /** {@code key(key(a, ...), b)} without an array: for use in every step. */
  public static long extend(long key, long part) {
    return mix(key + GOLDEN + mix(part + GOLDEN));
  }

  /** The output function of SplitMix64, a bijection of 64 bits. */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * 32 uniformly distributed bits for an element of a dropout mask: the finalizer "lowbias32" of
   * Wellons (hash prospector, 2018) over the element's index, keyed on both sides. Only 32-bit
   * operations, so that it vectorizes everywhere.
   */
  public static int bits(int keyLow, int keyHigh, int element) {
    int z = element * 0x9E3779B9 + keyLow;
    z = (z ^ (z >>> 16)) * 0x7FEB352D;
    z = (z ^ (z >>> 15)) * 0x846CA68B;
    z = (z ^ (z >>> 16)) + keyHigh;
    z = (z ^ (z >>> 16)) * 0x7FEB352D;
    return z ^ (z >>> 15);
  }

  /**
   * A standard normal number for an element, by the Box-Muller transform of two numbers of {@link
   * #bits}: elements 2i and 2i + 1 are the cosine and the sine part of {@code sqrt(-2 log u)} at
   * angle {@code 2 pi v}, where {@code u = (bits(2i) + 1/2) / 2^32}, {@code v = bits(2i + 1) /
   * 2^32}.
   */
  public static double gaussian(int keyLow, int keyHigh, int element) {
    double radius = radius(bits(keyLow, keyHigh, element & ~1));
    double angle = angle(bits(keyLow, keyHigh, element | 1));
    return radius * ((element & 1) == 0 ? Angles.cos(angle) : Angles.sin(angle));
  }

  /** The length part of {@link #gaussian}, from 32 bits. */
  public static double radius(int bits) {
    return Math.sqrt(-2 * StrictMath.log((Integer.toUnsignedLong(bits) + 0.5) * 0x1p-32));
  }

  /** The angle part of {@link #gaussian}, from 32 bits. */
  public static double angle(int bits) {
    return 2 * Math.PI * 0x1p-32 * Integer.toUnsignedLong(bits);
  }

  /** The next 64 bits. */
  public long nextLong() {
    return mix(key + GOLDEN * ++position);
  }

  /** Uniform in [0, 1), 53 bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in 0 ... bound - 1, without bias (rejection). */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound " + bound + " is not positive");
    }
    while (true) {
      long bits = nextLong() >>> 1;
      long value = bits % bound;
      if (bits - value + (bound - 1) >= 0) {
        return (int) value;
      }
    }
  }

  /** Standard normal, by the Box-Muller transform; one number of each pair is used. */
  public double nextGaussian() {
    double u = 1 - nextDouble();
    double v = nextDouble();
    return Math.sqrt(-2 * StrictMath.log(u)) * Angles.cos(2 * Math.PI * v);
  }

  /** Puts the elements into a random order (Fisher and Yates). */
  public void shuffle(int[] elements) {
    shuffle(elements, 0, elements.length);
  }

  /** The same with {@code elements[from] ... elements[from + count)}. */
  public void shuffle(int[] elements, int from, int count) {
    for (int i = count - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int t = elements[from + i];
      elements[from + i] = elements[from + j];
      elements[from + j] = t;
    }
  }
}
