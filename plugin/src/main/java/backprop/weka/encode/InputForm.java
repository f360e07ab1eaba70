// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.util.ArrayList;
import java.util.List;

/**
 * What the columns of an encoded row are.
 *
 * @param columns number of columns
 * @param blocks parts that are more than numbers side by side, in the order of their columns
 */
public record InputForm(int columns, List<Block> blocks) {
  /** What a part is. */
  public enum Kind {
    /** Indices of words, one a column; -1 for none. */
    WORDS,
    /** Pixels, row by row, channel by channel. */
    PICTURE,
    /** Steps of equally many features, those behind the end all zero. */
    STEPS
  }

  /**
   * Columns that belong together.
   *
   * @param first index of the first one
   * @param sizes words; height, width, channels; steps, features
   * @param vocabulary number of words; 0 for other kinds
   */
  public record Block(Kind kind, int first, List<Integer> sizes, int vocabulary) {
    public Block {
      sizes = List.copyOf(sizes);
    }

    /** Number of columns. */
    public int columns() {
      return sizes.stream().reduce(1, Math::multiplyExact);
    }

    Block at(int column) {
      return new Block(kind, column, sizes, vocabulary);
    }
  }

  public InputForm {
    blocks = List.copyOf(blocks);
  }

  /** Numbers side by side. */
  public static InputForm table(int columns) {
    return new InputForm(columns, List.of());
  }

  /**
   * The columns that belong to no block, as ranges of columns counted from 1 such as {@code 1-4},
   * in order.
   */
  public List<String> others() {
    List<String> ranges = new ArrayList<>();
    int next = 0;
    for (Block b : blocks) {
      add(ranges, next, b.first());
      next = b.first() + b.columns();
    }
    add(ranges, next, columns);
    return ranges;
  }

  private static void add(List<String> ranges, int from, int to) {
    if (to > from) {
      ranges.add((from + 1) + "-" + to);
    }
  }
}
