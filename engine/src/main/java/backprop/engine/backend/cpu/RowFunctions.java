// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RowFunction;
import backprop.engine.backend.Rowwise;

/**
 * Functions of whole rows in double precision, for buffers of either precision: each worker copies
 * a row out, and the result back.
 */
final class RowFunctions {
  /** Rows of one item of work. */
  private static final int GRAIN = 32;

  /** Items worth more than waking a thread. */
  private static final int WORTH_THREADS = 4;

  private interface Body {
    void run(Room room, int row);
  }

  /** Memory of one worker; grows to the widest row and is then reused. */
  private static final class Room {
    double[] x = new double[64];
    double[] target = new double[64];
    double[] y = new double[64];
    final double[] one = new double[1];

    void fit(int columns, int targets, int results) {
      x = x.length < columns ? new double[columns] : x;
      target = target.length < targets ? new double[targets] : target;
      y = y.length < results ? new double[results] : y;
    }
  }

  private final Workers workers;
  private final Room[] rooms;
  private final Workers.Task part = this::part;
  private final Body loss = this::loss;
  private final Body gradient = this::gradient;
  private final Body map = this::map;

  // The call at hand.
  private Body body;
  private Rowwise function;
  private RowFunction mapping;
  private Matrix x;
  private Matrix target;
  private Matrix perRow;
  private Matrix y;
  private boolean adds;

  RowFunctions(Workers workers) {
    this.workers = workers;
    rooms = new Room[workers.threads()];
    for (int i = 0; i < rooms.length; i++) {
      rooms[i] = new Room();
    }
  }

  void loss(Rowwise f, Matrix output, Matrix targets, Matrix losses) {
    function = f;
    run(loss, output, targets, losses, null);
  }

  private void loss(Room room, int row) {
    read(x, row, room.x);
    read(target, row, room.target);
    room.one[0] = function.value(room.x, x.columns(), room.target, target.columns());
    perRow.buffer().write(perRow.offset() + row * perRow.stride(), room.one, 0, 1);
  }

  void gradient(
      Rowwise f, Matrix output, Matrix targets, Matrix dloss, double beta, Matrix doutput) {
    function = f;
    adds = beta != 0;
    run(gradient, output, targets, dloss, doutput);
  }

  private void gradient(Room room, int row) {
    int n = x.columns();
    read(x, row, room.x);
    read(target, row, room.target);
    function.gradient(room.x, n, room.target, target.columns(), room.y);
    perRow.buffer().read(perRow.offset() + row * perRow.stride(), room.one, 0, 1);
    if (adds) {
      read(y, row, room.x);
    }
    for (int i = 0; i < n; i++) {
      room.y[i] = room.y[i] * room.one[0] + (adds ? room.x[i] : 0);
    }
    write(room.y, y, row);
  }

  void map(RowFunction f, Matrix from, Matrix to) {
    mapping = f;
    run(map, from, from, null, to);
  }

  private void map(Room room, int row) {
    read(x, row, room.x);
    mapping.apply(room.x, x.columns(), room.y, y.columns());
    write(room.y, y, row);
  }

  private void run(Body how, Matrix output, Matrix targets, Matrix each, Matrix to) {
    body = how;
    x = output;
    target = targets;
    perRow = each;
    y = to;
    workers.run((x.rows() + GRAIN - 1) / GRAIN, WORTH_THREADS, part);
  }

  private void part(int item, int worker) {
    Room room = rooms[worker];
    room.fit(x.columns(), target.columns(), y == null ? 0 : Math.max(x.columns(), y.columns()));
    int end = Math.min(x.rows(), (item + 1) * GRAIN);
    for (int row = item * GRAIN; row < end; row++) {
      body.run(room, row);
    }
  }

  private static void read(Matrix m, int row, double[] to) {
    m.buffer().read(m.offset() + row * m.stride(), to, 0, m.columns());
  }

  private static void write(double[] from, Matrix m, int row) {
    m.buffer().write(m.offset() + row * m.stride(), from, 0, m.columns());
  }
}
