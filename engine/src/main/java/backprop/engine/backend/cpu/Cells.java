// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;

/** Single elements of matrices of the reference backend, and plain loops over them. */
final class Cells {
  private Cells() {}

  static double get(Matrix m, int r, int c) {
    return DoubleArray.of(m)[m.offset() + r * m.stride() + c];
  }

  static void set(Matrix m, int r, int c, double value) {
    DoubleArray.of(m)[m.offset() + r * m.stride() + c] = value;
  }

  static void put(Matrix m, int r, int c, double value, double beta) {
    set(m, r, c, beta == 0 ? value : value + beta * get(m, r, c));
  }

  /** A value for every element of a matrix. */
  interface Cell {
    double at(int r, int c);
  }

  static void each(Matrix y, double beta, Cell f) {
    for (int r = 0; r < y.rows(); r++) {
      for (int c = 0; c < y.columns(); c++) {
        put(y, r, c, f.at(r, c), beta);
      }
    }
  }

  static double sum(Matrix shape, Cell f) {
    double sum = 0;
    for (int r = 0; r < shape.rows(); r++) {
      for (int c = 0; c < shape.columns(); c++) {
        sum += f.at(r, c);
      }
    }
    return sum;
  }

  static double rowSum(Matrix shape, int row, Cell f) {
    double sum = 0;
    for (int c = 0; c < shape.columns(); c++) {
      sum += f.at(row, c);
    }
    return sum;
  }

  static double columnSum(Matrix shape, int column, Cell f) {
    double sum = 0;
    for (int r = 0; r < shape.rows(); r++) {
      sum += f.at(r, column);
    }
    return sum;
  }

  static double square(double x) {
    return x * x;
  }
}
