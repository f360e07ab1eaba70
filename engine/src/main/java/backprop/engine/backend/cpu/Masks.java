// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.RandomStream;

/**
 * Which elements a dropout keeps, for a block of them at a time. Whole numbers alone, without a
 * branch, and the element's number from an array: so both compilers make vectors of it, which Java
 * 17 does of no loop that mixes whole numbers with others or counts in one.
 */
final class Masks {
  private static final int[] NUMBERS = numbers();

  private Masks() {}

  private static int[] numbers() {
    int[] all = new int[Scratch.BLOCK];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return all;
  }

  /** The 32-bit number at and above which random bits keep an element. */
  static int threshold(double rate) {
    return (int) (long) Math.min(0xFFFFFFFFL, Math.ceil(rate * 0x1.0p32));
  }

  /**
   * 1 for an element that is kept, else 0.
   *
   * @param first number of the first element
   * @param count at most {@link Scratch#BLOCK}
   */
  static void keep(int keyLow, int keyHigh, int threshold, int first, int count, int[] kept) {
    int[] numbers = NUMBERS;
    for (int i = 0; i < count; i++) {
      int bits = RandomStream.bits(keyLow, keyHigh, first + numbers[i]);
      // The borrow of bits - threshold, both without a sign: Warren, "Hacker's Delight", 2-13.
      int borrow = (~bits & threshold) | ((~bits | threshold) & (bits - threshold));
      kept[i] = 1 - (borrow >>> 31);
    }
  }
}
