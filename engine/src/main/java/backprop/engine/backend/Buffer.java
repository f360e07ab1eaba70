// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * A one-dimensional store of numbers that belongs to a backend: main memory, or a device's memory.
 * Its precision is the backend's (float for all but the reference, which keeps doubles). Only the
 * kernels of the same backend compute on it; everyone else copies in and out.
 */
public interface Buffer {
  /** Number of elements. */
  int size();

  /** Copies {@code count} elements starting at {@code from} into {@code to[at ...]}. */
  void read(int from, double[] to, int at, int count);

  /** Copies {@code count} elements starting at {@code from} into {@code to[at ...]}. */
  void read(int from, float[] to, int at, int count);

  /** Copies {@code values[at ... at + count)} to the elements starting at {@code from}. */
  void write(int from, double[] values, int at, int count);

  /** Copies {@code values[at ... at + count)} to the elements starting at {@code from}. */
  void write(int from, float[] values, int at, int count);

  /** All elements as doubles: for tests, traces and small things. */
  default double[] toArray() {
    double[] all = new double[size()];
    read(0, all, 0, all.length);
    return all;
  }
}
