// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Matrix;

/** Values with their tangents. Reading and writing are of the values. */
final class DualBuffer implements Buffer {
  private final Buffer values;
  private final Buffer tangents;

  DualBuffer(Buffer values, Buffer tangents) {
    this.values = values;
    this.tangents = tangents;
  }

  private static DualBuffer of(Matrix m) {
    if (m.buffer() instanceof DualBuffer d) {
      return d;
    }
    throw new IllegalArgumentException(
        "a matrix without tangents (" + m.buffer().getClass().getSimpleName() + ")");
  }

  /** The values of a matrix of dual numbers. */
  static Matrix values(Matrix m) {
    return new Matrix(of(m).values, m.offset(), m.rows(), m.columns(), m.stride());
  }

  /** The tangents of a matrix of dual numbers. */
  static Matrix tangents(Matrix m) {
    return new Matrix(of(m).tangents, m.offset(), m.rows(), m.columns(), m.stride());
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public void read(int from, double[] to, int at, int count) {
    values.read(from, to, at, count);
  }

  @Override
  public void read(int from, float[] to, int at, int count) {
    values.read(from, to, at, count);
  }

  @Override
  public void write(int from, double[] source, int at, int count) {
    values.write(from, source, at, count);
  }

  @Override
  public void write(int from, float[] source, int at, int count) {
    values.write(from, source, at, count);
  }
}
