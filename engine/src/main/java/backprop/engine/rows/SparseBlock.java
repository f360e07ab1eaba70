// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

import backprop.engine.backend.SparseMatrix;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Rows as compressed sparse rows: where each begins, columns and values. */
final class SparseBlock implements RowBlock {
  private final float[] usual;
  private int rows;
  private int[] starts;
  private int[] columns;
  private float[] values;

  private SparseBlock(float[] usual, int rows, int[] starts, int[] columns, float[] values) {
    this.usual = usual;
    this.rows = rows;
    this.starts = starts;
    this.columns = columns;
    this.values = values;
  }

  @Override
  public void copy(int row, float[] to, int at) {
    System.arraycopy(usual, 0, to, at, usual.length);
    for (int i = starts[row]; i < starts[row + 1]; i++) {
      to[at + columns[i]] = values[i];
    }
  }

  @Override
  public void addTo(int row, SparseMatrix to) {
    to.add(columns, values, starts[row], starts[row + 1], usual);
  }

  @Override
  public int bytes() {
    return Math.toIntExact(4L * (rows + 2) + 8L * starts[rows]);
  }

  @Override
  public void write(ByteBuffer to) {
    to.putInt(rows);
    to.asIntBuffer().put(starts, 0, rows + 1).put(columns, 0, starts[rows]);
    to.position(to.position() + 4 * (rows + 1 + starts[rows]));
    to.asFloatBuffer().put(values, 0, starts[rows]);
    to.position(to.position() + 4 * starts[rows]);
  }

  @Override
  public void read(ByteBuffer from) {
    rows = from.getInt();
    if (starts.length <= rows) {
      starts = new int[rows + 1];
    }
    from.asIntBuffer().get(starts, 0, rows + 1);
    from.position(from.position() + 4 * (rows + 1));
    int n = starts[rows];
    if (columns.length < n) {
      columns = new int[n];
      values = new float[n];
    }
    from.asIntBuffer().get(columns, 0, n);
    from.position(from.position() + 4 * n);
    from.asFloatBuffer().get(values, 0, n);
    from.position(from.position() + 4 * n);
  }

  /** How rows become such blocks. */
  static final class Form implements RowForm {
    private final float[] usual;
    private final int expected;
    private final SparseRow scratch;
    private int rows;
    private int[] starts = {};
    private int[] columns = {};
    private float[] values = {};

    /**
     * @param expected elements that are stored of a row, about
     */
    Form(float[] usual, int expected) {
      this.usual = usual.clone();
      this.expected = expected;
      this.scratch = new SparseRow(usual);
    }

    @Override
    public int columns() {
      return usual.length;
    }

    @Override
    public long bytesPerRow() {
      return 4 + 8L * expected;
    }

    @Override
    public void begin(int size) {
      rows = 0;
      if (starts.length != size + 1) {
        starts = new int[size + 1];
      }
      if (size == 0) {
        columns = new int[0];
        values = new float[0];
      }
    }

    @Override
    public void add(float[] row) {
      scratch.clear();
      scratch.set(0, row, usual.length);
      add(scratch);
    }

    @Override
    public void add(SparseRow row) {
      int at = starts[rows];
      int end = Math.addExact(at, row.size());
      if (end > columns.length) {
        int size = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, 2L * columns.length));
        columns = Arrays.copyOf(columns, size);
        values = Arrays.copyOf(values, size);
      }
      System.arraycopy(row.columns(), 0, columns, at, row.size());
      System.arraycopy(row.values(), 0, values, at, row.size());
      starts[++rows] = end;
    }

    @Override
    public RowBlock end() {
      int n = starts[rows];
      return new SparseBlock(
          usual,
          rows,
          Arrays.copyOf(starts, rows + 1),
          Arrays.copyOf(columns, n),
          Arrays.copyOf(values, n));
    }

    @Override
    public RowBlock empty() {
      return new SparseBlock(usual, 0, new int[1], new int[0], new float[0]);
    }
  }
}
