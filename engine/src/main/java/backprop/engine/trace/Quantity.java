// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import java.util.List;

/**
 * Something that has numbers in every recorded step: a value, its gradient, a parameter.
 *
 * @param id index among all quantities
 * @param symbol as formulas write it, such as {@code z1}; empty for a part of something else, whose
 *     elements are named there
 * @param meaning in a few words, such as {@code weighted sums of layer 1}
 * @param kind what it is
 * @param perExample whether there is one for each row of the minibatch
 * @param rows matrix rows, of one example where there is one for each
 * @param columns matrix columns
 * @param names what the elements are called elsewhere, such as attributes; empty where nothing is
 *     known
 * @param folded whether only a summary is kept
 * @param picture how its elements are shown as pictures; null where they are none
 */
public record Quantity(
    int id,
    String symbol,
    String meaning,
    Kind kind,
    boolean perExample,
    int rows,
    int columns,
    List<String> names,
    boolean folded,
    Picture picture) {
  /** What a quantity is. */
  public enum Kind {
    /** What comes in from the data: inputs and targets. */
    DATA,
    /** What an operation puts out. */
    VALUE,
    /** The gradient of the loss with respect to a value. */
    GRADIENT,
    /** A parameter before or after the step. */
    PARAMETER,
    /** The gradient of the loss with respect to a parameter. */
    PARAMETER_GRADIENT,
    /** What the optimizer remembers. */
    MEMORY,
    /** A single number, such as the learning rate. */
    NUMBER
  }

  /**
   * How elements become pictures.
   *
   * @param height of a picture
   * @param width of a picture
   * @param channels numbers of a pixel; pictures show their mean
   * @param tiles number of pictures
   * @param across whether a column is a picture, as of weights; else the elements of an example are
   */
  public record Picture(int height, int width, int channels, int tiles, boolean across) {}

  public Quantity {
    names = List.copyOf(names);
  }

  /** Number of elements, of one example where there is one for each. */
  public int size() {
    return rows * columns;
  }

  /** An element as formulas write it. */
  public String label(int element) {
    if (symbol.isEmpty()) {
      return names.get(element);
    } else if (size() == 1) {
      return symbol;
    }
    int r = element / columns + 1;
    int c = element % columns + 1;
    String place = "[" + (rows == 1 ? "" + c : columns == 1 ? "" + r : r + "," + c) + "]";
    return symbol.endsWith(")")
        ? symbol.substring(0, symbol.length() - 1) + place + ")"
        : symbol + place;
  }
}
