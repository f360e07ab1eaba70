// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Auto;
import backprop.engine.init.Initializer;
import backprop.engine.init.LecunNormal;
import backprop.engine.op.Lookup;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * A trained row of numbers for each of a vocabulary's words: n indices become a sequence of n x
 * dimensions. An index is a whole number from 0 to below {@code vocabulary}; -1 and a missing value
 * (NaN) stand for no word and give zeros, which a {@code masking} behind takes for padding; any
 * other number is an error. Parameter: {@code table} (vocabulary x dimensions), which no penalty
 * and no weight decay touches.
 *
 * <p>Bengio, Ducharme, Vincent and Jauvin, "A neural probabilistic language model", JMLR 3 (2003).
 *
 * @param vocabulary number of words, at least 1
 * @param dimensions numbers for each, at least 1
 * @param weights how the table starts, each row being fed by {@code dimensions} inputs; {@code
 *     auto} is {@code lecun-normal}: rows of a length about 1
 */
@Description("A trained row of numbers for each word, looked up by its index.")
@Formula("y_i = row x_i of the table")
@Source(
    "Bengio, Ducharme, Vincent and Jauvin, \"A neural probabilistic language model\", "
        + "JMLR 3, 2003")
public record Embedding(
    @Tip(value = "number of words", min = 1, required = true) int vocabulary,
    @Tip(value = "numbers for each word", min = 1, required = true) int dimensions,
    @Tip("how the table starts; auto: rows of a length about 1") Initializer weights)
    implements Layer {

  public Embedding {
    check("vocabulary", vocabulary);
    check("dimensions", dimensions);
  }

  private static void check(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " is " + value + ", it must be at least 1");
    }
  }

  /** Rows of a length about 1. */
  public Embedding(int vocabulary, int dimensions) {
    this(vocabulary, dimensions, new Auto());
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = x.shape();
    if (in.rank() > 1 && in.columns() != 1) {
      throw Layers.error(
          g,
          "it takes n indices, or a sequence of n x 1, but its input is "
              + in
              + " for each example");
    }
    return g.op(new Lookup(), x, table(g, "table", vocabulary, dimensions, weights));
  }

  /** A table of so many rows. */
  static Value table(Graph g, String name, int rows, int dimensions, Initializer weights) {
    if ((long) rows * dimensions > Integer.MAX_VALUE) {
      throw Layers.error(
          g,
          rows + " rows of " + dimensions + " numbers are more than 2^31: take fewer dimensions");
    }
    Initializer start = weights instanceof Auto ? new LecunNormal() : weights;
    return g.parameter(name, rows, dimensions, Role.EMBEDDING, start, dimensions, rows, 1);
  }
}
