// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Rows whose columns are either floats or, where they have few values, bytes that number these
 * values. Both kinds lie row by row.
 */
final class PackedBlock implements RowBlock {
  /** All divisions of the columns that blocks of the same form have; a block names its own. */
  private final List<Division> divisions;

  private Division division;
  private int rows;
  private float[] floats;
  private byte[] codes;

  PackedBlock(List<Division> divisions, Division division, int rows, float[] floats, byte[] codes) {
    this.divisions = divisions;
    this.division = division;
    this.rows = rows;
    this.floats = floats;
    this.codes = codes;
  }

  /** Which columns are floats, and which are bytes. */
  static final class Division {
    private final int number;
    private final int floats;
    private final int[] runFrom;
    private final int[] runTo;
    private final int[] runLength;
    private final int[] single;
    private final Dictionary[] singles;
    private final int[] several;
    private final Dictionary[] groups;
    private float[] table = {};
    private int[] base = {};
    private boolean flat;

    /**
     * @param number index in the list of all
     * @param firstColumn of each of the units, ascending
     * @param dictionary of each; null for a column of floats
     */
    Division(int number, int[] firstColumn, Dictionary[] dictionary) {
      this.number = number;
      int runs = 0;
      int ones = 0;
      int wide = 0;
      for (int u = 0; u < firstColumn.length; u++) {
        if (dictionary[u] == null) {
          runs += u == 0 || dictionary[u - 1] != null ? 1 : 0;
        } else if (dictionary[u].width() == 1) {
          ones++;
        } else {
          wide++;
        }
      }
      runFrom = new int[runs];
      runTo = new int[runs];
      runLength = new int[runs];
      single = new int[ones];
      singles = new Dictionary[ones];
      several = new int[wide];
      groups = new Dictionary[wide];
      runs = -1;
      ones = 0;
      wide = 0;
      int count = 0;
      for (int u = 0; u < firstColumn.length; u++) {
        Dictionary d = dictionary[u];
        if (d == null) {
          if (u == 0 || dictionary[u - 1] != null) {
            runFrom[++runs] = count;
            runTo[runs] = firstColumn[u];
          }
          runLength[runs]++;
          count++;
        } else if (d.width() == 1) {
          single[ones] = firstColumn[u];
          singles[ones++] = d;
        } else {
          several[wide] = firstColumn[u];
          groups[wide++] = d;
        }
      }
      floats = count;
    }

    int number() {
      return number;
    }

    int floats() {
      return floats;
    }

    int codes() {
      return single.length + several.length;
    }

    /** Values of all columns that are bytes, in one array; they may become more until now. */
    void flatten() {
      base = new int[single.length];
      int size = 0;
      for (int u = 0; u < single.length; u++) {
        base[u] = size;
        size += singles[u].size();
      }
      table = new float[size];
      for (int u = 0; u < single.length; u++) {
        System.arraycopy(singles[u].values(), 0, table, base[u], singles[u].size());
      }
      flat = true;
    }

    /** Packs a row; false where the dictionaries have no room for it. */
    boolean pack(float[] row, int from, float[] floatsTo, int f, byte[] codesTo, int c) {
      int at = c;
      for (int u = 0; u < single.length; u++) {
        int code = singles[u].find(row, from + single[u]);
        if (code < 0) {
          return false;
        }
        codesTo[at++] = (byte) code;
      }
      for (int u = 0; u < several.length; u++) {
        int code = groups[u].find(row, from + several[u]);
        if (code < 0) {
          return false;
        }
        codesTo[at++] = (byte) code;
      }
      for (int r = 0; r < runFrom.length; r++) {
        System.arraycopy(row, from + runTo[r], floatsTo, f + runFrom[r], runLength[r]);
      }
      return true;
    }

    void unpack(float[] floatsFrom, int f, byte[] codesFrom, int c, float[] to, int at) {
      for (int r = 0; r < runFrom.length; r++) {
        System.arraycopy(floatsFrom, f + runFrom[r], to, at + runTo[r], runLength[r]);
      }
      float[] all = table;
      int[] start = base;
      int[] column = single;
      for (int u = 0; u < column.length; u++) {
        to[at + column[u]] = all[start[u] + (codesFrom[c + u] & 0xFF)];
      }
      int next = c + single.length;
      for (int u = 0; u < several.length; u++) {
        int width = groups[u].width();
        int code = codesFrom[next + u] & 0xFF;
        System.arraycopy(groups[u].values(), code * width, to, at + several[u], width);
      }
    }
  }

  @Override
  public void copy(int row, float[] to, int at) {
    Division d = division;
    if (!d.flat) {
      d.flatten();
    }
    d.unpack(floats, row * d.floats(), codes, row * d.codes(), to, at);
  }

  @Override
  public int bytes() {
    return Math.toIntExact(8 + rows * (4L * division.floats() + division.codes()));
  }

  @Override
  public void write(ByteBuffer to) {
    to.putInt(division.number()).putInt(rows);
    int n = rows * division.floats();
    to.asFloatBuffer().put(floats, 0, n);
    to.position(to.position() + 4 * n);
    to.put(codes, 0, rows * division.codes());
  }

  @Override
  public void read(ByteBuffer from) {
    division = divisions.get(from.getInt());
    rows = from.getInt();
    int n = rows * division.floats();
    if (floats.length < n) {
      floats = new float[n];
    }
    from.asFloatBuffer().get(floats, 0, n);
    from.position(from.position() + 4 * n);
    int m = rows * division.codes();
    if (codes.length < m) {
      codes = new byte[m];
    }
    from.get(codes, 0, m);
  }
}
