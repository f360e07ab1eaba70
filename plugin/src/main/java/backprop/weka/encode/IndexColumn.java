// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A nominal attribute as the index of its value, from 0 in the order of declaration, for layers
 * that look up a row of a table. Missing values, and values without a trained row, are {@link
 * #NONE}, which looks up zeros.
 */
public final class IndexColumn implements ColumnPlan {
  static final int TAG = 5;

  /** The index that stands for no value. */
  public static final int NONE = -1;

  private final int size;
  private final boolean leading;
  private final Set<Integer> known;

  /**
   * @param size number of values that the attribute declares
   * @param known indices of the values that keep theirs; all others are {@link #NONE}
   * @param leading whether the column comes before those of numbers
   */
  public IndexColumn(int size, List<Integer> known, boolean leading) {
    this.size = size;
    this.known = Set.copyOf(known);
    this.leading = leading;
  }

  /** Number of values that the attribute declares. */
  public int size() {
    return size;
  }

  /** Whether a value has an index: others are as if missing. */
  public boolean knows(int value) {
    return known.contains(value);
  }

  /** Whether the column comes before those of numbers. */
  boolean leading() {
    return leading;
  }

  @Override
  public int columns() {
    return 1;
  }

  @Override
  public void encode(double value, float[] row, int at) {
    row[at] = !Double.isNaN(value) && known.contains((int) value) ? (int) value : NONE;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    out.writeInt(size);
    out.writeBoolean(leading);
    for (int v = 0; v < size; v++) {
      out.writeBoolean(known.contains(v));
    }
  }

  static IndexColumn read(DataInput in) throws IOException {
    int size = in.readInt();
    boolean leading = in.readBoolean();
    List<Integer> known = new ArrayList<>();
    for (int v = 0; v < size; v++) {
      if (in.readBoolean()) {
        known.add(v);
      }
    }
    return new IndexColumn(size, known, leading);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof IndexColumn c
        && c.size == size
        && c.leading == leading
        && c.known.equals(known);
  }

  @Override
  public int hashCode() {
    return known.hashCode() + 31 * size;
  }

  @Override
  public String toString() {
    return "IndexColumn[size=" + size + ", known=" + known + "]";
  }
}
