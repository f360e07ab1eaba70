// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Matrix;

/** Numbers of the reference backend: doubles in main memory. */
final class DoubleArray implements Buffer {
  final double[] values;

  DoubleArray(int size) {
    values = new double[size];
  }

  /** The array behind a matrix of this backend. */
  static double[] of(Matrix m) {
    if (m.buffer() instanceof DoubleArray d) {
      return d.values;
    }
    throw new IllegalArgumentException(
        "a matrix of another backend (" + m.buffer().getClass().getSimpleName() + ")");
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public void read(int from, double[] to, int at, int count) {
    System.arraycopy(values, from, to, at, count);
  }

  @Override
  public void read(int from, float[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = (float) values[from + i];
    }
  }

  @Override
  public void write(int from, double[] source, int at, int count) {
    System.arraycopy(source, at, values, from, count);
  }

  @Override
  public void write(int from, float[] source, int at, int count) {
    for (int i = 0; i < count; i++) {
      values[from + i] = source[at + i];
    }
  }
}
