// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Matrix;
import backprop.opencl.Launcher.Scratch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.Pointer;

/** Sums over rows and over whole matrices, in an order that depends on their size alone. */
final class Sums {
  /** Modes of sums over rows. */
  static final int PLAIN = 0;

  static final int PRODUCT = 1;
  static final int SQUARED_DISTANCE = 2;

  /** Modes of sums over all elements. */
  static final int DOT = 0;

  static final int ABSOLUTE = 1;
  static final int NOT_FINITE = 2;

  private static final String FILE = "sums.cl";
  private static final int WIDE = 16;
  private static final int ROWS_OF_PART = 256;
  private static final int MOST_PARTS = 64;
  private static final int MOST_GROUPS = 256;

  private final Launcher launcher;
  private final byte[] bytes = new byte[8 * MOST_GROUPS];
  private final ByteBuffer parts = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  private final Pointer pointer = Pointer.to(bytes);

  Sums(Launcher launcher) {
    this.launcher = launcher;
  }

  /** {@code row = beta * row + scale * sum over rows}; b is a row for squared distances. */
  void columns(int mode, Matrix a, Matrix b, double scale, double beta, Matrix row) {
    columns(mode, a, b, scale, beta, Call.of(row), row.offset());
  }

  /** The same into a row that begins somewhere in a buffer. */
  void columns(
      int mode, Matrix a, Matrix b, double scale, double beta, DeviceBuffer row, int offset) {
    int rows = a.rows();
    int n = a.columns();
    int wanted = Math.max(1, Math.min(MOST_PARTS, (rows + ROWS_OF_PART - 1) / ROWS_OF_PART));
    int perPart = (rows + wanted - 1) / wanted;
    int count = rows == 0 ? 1 : (rows + perPart - 1) / perPart;
    if (count == 1) {
      pass(rows, n, 1, rows, mode, a, b, scale, beta, row, offset);
      return;
    }
    DeviceBuffer some = launcher.scratch(Scratch.PARTS, count * n);
    pass(rows, n, count, perPart, mode, a, b, 1, 0, some, 0);
    begin(count, n, count, PLAIN)
        .matrix(some, 0, n)
        .matrix(some, 0, n)
        .number(scale)
        .number(beta)
        .matrix(row, offset, n)
        .groups((n + WIDE - 1) / WIDE, 1);
  }

  /** {@code row = beta * row + sum} over few rows that lie one after the other. */
  void rows(DeviceBuffer x, int rows, int n, double beta, DeviceBuffer row, int offset) {
    begin(rows, n, rows, PLAIN)
        .matrix(x, 0, n)
        .matrix(x, 0, n)
        .number(1)
        .number(beta)
        .matrix(row, offset, n)
        .groups((n + WIDE - 1) / WIDE, 1);
  }

  private Call begin(int rows, int columns, int perPart, int mode) {
    return launcher
        .call(FILE, "sum_columns")
        .integer(rows)
        .integer(columns)
        .integer(perPart)
        .integer(mode);
  }

  private void pass(
      int rows,
      int n,
      int count,
      int perPart,
      int mode,
      Matrix a,
      Matrix b,
      double scale,
      double beta,
      DeviceBuffer to,
      int offset) {
    begin(rows, n, perPart, mode)
        .matrix(a)
        .matrix(b)
        .number(scale)
        .number(beta)
        .matrix(to, offset, n)
        .groups((n + WIDE - 1) / WIDE, count);
  }

  /** Sums over parts of all elements; returns how many parts. */
  private int parts(int mode, Matrix a, Matrix b, DeviceBuffer some) {
    int lanes = launcher.device().lanes();
    int groups = Math.min(MOST_GROUPS, (a.size() + 16 * lanes - 1) / (16 * lanes));
    launcher
        .elements(FILE, "sum_all", a, Launcher.flat(a, b))
        .integer(mode)
        .matrix(a)
        .matrix(b)
        .buffer(some)
        .groups(groups);
    return groups;
  }

  private DeviceBuffer roomForParts() {
    return launcher.scratch(Scratch.PARTS, 2 * MOST_GROUPS);
  }

  /** The Euclidean norm of all elements, in the precision of sums; stays on the device. */
  DeviceBuffer norm(Matrix x) {
    DeviceBuffer some = roomForParts();
    int groups = parts(DOT, x, x, some);
    DeviceBuffer norm = launcher.scratch(Scratch.NORM, 2);
    launcher.call(FILE, "norm_of_parts").integer(groups).buffer(some).buffer(norm).groups(1);
    return norm;
  }

  /** A sum over all elements; waits for it. */
  double all(int mode, Matrix a, Matrix b) {
    if (a.size() == 0) {
      launcher.complaints().raise();
      return 0;
    }
    boolean doubles = launcher.device().info().doubles();
    DeviceBuffer some = roomForParts();
    int groups = parts(mode, a, b, some);
    int width = doubles ? 8 : 4;
    int status = launcher.device().commands().read(some.mem(), 0, (long) width * groups, pointer);
    Status.check(status, launcher.device().info(), "giving numbers back");
    launcher.complaints().raise();
    double sum = 0;
    for (int i = 0; i < groups; i++) {
      sum += doubles ? parts.getDouble(8 * i) : parts.getFloat(4 * i);
    }
    return sum;
  }
}
