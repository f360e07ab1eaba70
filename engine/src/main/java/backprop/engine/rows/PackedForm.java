// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How rows become packed blocks. Columns of one attribute are one byte as long as they have at most
 * 256 values together; where these become more, each column is a byte of its own from the next
 * block on, and floats where it alone has more values. So one pass over the rows suffices.
 */
final class PackedForm implements RowForm {
  private final int columns;
  private final List<PackedBlock.Division> divisions = new ArrayList<>();

  /** First column of each unit and its dictionary, null for floats. */
  private int[] first;

  private Dictionary[] dictionary;
  private PackedBlock.Division division;
  private float[] staged = {};
  private int rows;

  /**
   * @param columns numbers of a row
   * @param groups first column of every attribute, ascending from 0; empty where each column is one
   */
  PackedForm(int columns, int... groups) {
    this.columns = columns;
    int[] starts = groups.length == 0 ? counting(columns) : groups;
    first = starts.clone();
    dictionary = new Dictionary[first.length];
    for (int u = 0; u < first.length; u++) {
      int end = u + 1 < first.length ? first[u + 1] : columns;
      dictionary[u] = new Dictionary(end - first[u]);
    }
  }

  private static int[] counting(int n) {
    int[] all = new int[n];
    for (int i = 0; i < n; i++) {
      all[i] = i;
    }
    return all;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public long bytesPerRow() {
    return 4L * columns;
  }

  @Override
  public void begin(int size) {
    rows = 0;
    if (staged.length != size * columns) {
      staged = new float[size * columns];
    }
  }

  @Override
  public void add(float[] row) {
    System.arraycopy(row, 0, staged, rows++ * columns, columns);
  }

  @Override
  public void add(SparseRow row) {
    row.copy(staged, rows++ * columns);
  }

  @Override
  public RowBlock end() {
    if (!fits() || division == null) {
      division = new PackedBlock.Division(divisions.size(), first, dictionary);
      divisions.add(division);
    }
    float[] floats = new float[rows * division.floats()];
    byte[] codes = new byte[rows * division.codes()];
    for (int r = 0; r < rows; r++) {
      division.pack(
          staged, r * columns, floats, r * division.floats(), codes, r * division.codes());
    }
    return new PackedBlock(divisions, division, rows, floats, codes);
  }

  /** Takes the rows' values into the dictionaries; gives up those that have no room. */
  private boolean fits() {
    boolean all = true;
    for (int u = 0; u < first.length; u++) {
      while (dictionary[u] != null && !holds(u)) {
        split(u);
        all = false;
      }
    }
    return all;
  }

  private boolean holds(int u) {
    for (int r = 0; r < rows; r++) {
      if (dictionary[u].find(staged, r * columns + first[u]) < 0) {
        return false;
      }
    }
    return true;
  }

  /** A column becomes floats; several become a unit each. */
  private void split(int u) {
    int width = dictionary[u].width();
    first = Arrays.copyOf(first, first.length);
    dictionary = Arrays.copyOf(dictionary, dictionary.length);
    if (width == 1) {
      dictionary[u] = null;
      return;
    }
    int[] starts = new int[first.length + width - 1];
    Dictionary[] all = new Dictionary[starts.length];
    for (int i = 0; i < starts.length; i++) {
      boolean inside = i >= u && i < u + width;
      int from = i < u ? i : inside ? u : i - width + 1;
      starts[i] = inside ? first[u] + i - u : first[from];
      all[i] = inside ? new Dictionary(1) : dictionary[from];
    }
    first = starts;
    dictionary = all;
  }

  @Override
  public RowBlock empty() {
    return new PackedBlock(divisions, null, 0, new float[0], new byte[0]);
  }
}
