// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

import java.util.Arrays;

/**
 * The values that some columns side by side have had together so far, numbered in the order in
 * which they came: at most 256, told apart bit by bit.
 */
final class Dictionary {
  static final int MOST = 256;

  private final int width;
  private float[] values;
  private int size;

  /** A hash table of numbers + 1 with open addressing, at most half full. */
  private short[] slots = new short[8];

  /**
   * @param width number of columns
   */
  Dictionary(int width) {
    this.width = width;
    this.values = new float[4 * width];
  }

  int width() {
    return width;
  }

  int size() {
    return size;
  }

  /** The values, {@code width} numbers each. */
  float[] values() {
    return values;
  }

  /** The number of what stands at a place; -1 where it is new and there is no room for it. */
  int find(float[] from, int at) {
    int slot = hash(from, at) & (slots.length - 1);
    while (slots[slot] != 0) {
      int n = slots[slot] - 1;
      if (same(n, from, at)) {
        return n;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    if (size == MOST) {
      return -1;
    }
    if (values.length == size * width) {
      values = Arrays.copyOf(values, Math.min(MOST, 2 * size) * width);
    }
    System.arraycopy(from, at, values, size * width, width);
    slots[slot] = (short) ++size;
    if (2 * size > slots.length) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    slots = new short[2 * slots.length];
    for (int n = 0; n < size; n++) {
      int slot = hash(values, n * width) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = (short) (n + 1);
    }
  }

  private boolean same(int n, float[] from, int at) {
    for (int j = 0; j < width; j++) {
      if (Float.floatToRawIntBits(values[n * width + j]) != Float.floatToRawIntBits(from[at + j])) {
        return false;
      }
    }
    return true;
  }

  private int hash(float[] from, int at) {
    int h = 0;
    for (int j = 0; j < width; j++) {
      h = 31 * h + Float.floatToRawIntBits(from[at + j]);
    }
    // Round numbers end in zeros, and so do their products: only the upper bits are mixed.
    return h * 0x9E3779B9 >>> 22;
  }
}
