// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * How often each row counts: nothing is kept while all rows count alike, a byte for each while
 * there are at most 256 weights, as class weights make them, and then a double.
 */
public final class RowWeights {
  private static final int SHIFT = 16;
  private static final int PIECE = 1 << SHIFT;

  private final double[] known = new double[Dictionary.MOST];
  private int kinds;
  private List<byte[]> codes;
  private List<double[]> numbers;
  private int rows;
  private double total;

  /**
   * Adds the weight of the next row.
   *
   * @throws IllegalArgumentException when it is not from 0 to the largest float
   */
  public void add(double weight) {
    if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "row " + rows + " has weight " + weight + ", allowed are 0 to " + Float.MAX_VALUE);
    }
    total += weight;
    if (numbers == null) {
      int code = code(weight);
      if (code >= 0) {
        put(code);
        rows++;
        return;
      }
      spread();
    }
    while (numbers.size() <= rows >>> SHIFT) {
      numbers.add(new double[PIECE]);
    }
    numbers.get(rows >>> SHIFT)[rows & PIECE - 1] = weight;
    rows++;
  }

  private int code(double weight) {
    for (int k = 0; k < kinds; k++) {
      if (known[k] == weight) {
        return k;
      }
    }
    if (kinds == known.length) {
      return -1;
    }
    known[kinds] = weight;
    return kinds++;
  }

  private void put(int code) {
    if (code > 0 && codes == null) {
      codes = new ArrayList<>();
    }
    if (codes != null) {
      while (codes.size() <= rows >>> SHIFT) {
        codes.add(new byte[PIECE]);
      }
      codes.get(rows >>> SHIFT)[rows & PIECE - 1] = (byte) code;
    }
  }

  /** Turns bytes into doubles. */
  private void spread() {
    List<double[]> all = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      if ((r & PIECE - 1) == 0) {
        all.add(new double[PIECE]);
      }
      all.get(r >>> SHIFT)[r & PIECE - 1] = get(r);
    }
    numbers = all;
    codes = null;
  }

  /** The weight of a row. */
  public double get(int row) {
    if (numbers != null) {
      return numbers.get(row >>> SHIFT)[row & PIECE - 1];
    }
    return known[codes == null ? 0 : codes.get(row >>> SHIFT)[row & PIECE - 1] & 0xFF];
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Sum of all weights. */
  public double total() {
    return total;
  }
}
