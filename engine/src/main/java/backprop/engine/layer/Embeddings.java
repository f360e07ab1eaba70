// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Auto;
import backprop.engine.init.Initializer;
import backprop.engine.op.Concatenate;
import backprop.engine.op.Lookup;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Trained rows of numbers for the values of several nominal attributes, each with a table of its
 * own. The columns of those attributes hold indices of values; their rows are put side by side, in
 * the order of {@code sizes}, and all other columns follow as they are. An index is a whole number
 * from 0 to below the attribute's size; -1 and a missing value (NaN) give zeros; any other number
 * is an error. Works on features and on time x features. Parameters: {@code table-0}, {@code
 * table-1} ... (size x dimensions), which no penalty and no weight decay touches.
 *
 * <p>Guo and Berkhahn, "Entity embeddings of categorical variables", 2016 (arXiv 1604.06737). Where
 * {@code dimensions} is empty, an attribute of n values gets min(600, round(1.6 n^0.56)) numbers,
 * the rule of Howard and Gugger, "fastai: a layered API for deep learning", Information 11 (2020),
 * and never more than n.
 *
 * @param sizes number of values of each nominal attribute; empty where who builds the network knows
 *     the attributes and gives them ({@link #sized}), as the Weka classifier does
 * @param dimensions numbers for each value: one for each attribute, or one for all, or empty for
 *     the rule above
 * @param columns the attributes' columns, counted from 0; empty for the first ones
 * @param weights how the tables start, each row being fed by its dimensions; {@code auto} is {@code
 *     lecun-normal}: rows of a length about 1
 */
@Description("Trained rows of numbers for the values of several nominal attributes.")
@Formula("y = (row x_1 of table 1, row x_2 of table 2, ..., all other columns)")
@Source(
    "Guo and Berkhahn, \"Entity embeddings of categorical variables\", 2016, arXiv " + "1604.06737")
public record Embeddings(
    @Tip(
            value =
                "number of values of each nominal attribute; in Weka empty for all of the data's",
            min = 1)
        List<Integer> sizes,
    @Tip(value = "numbers for each value: per attribute, one for all, or empty for a rule", min = 1)
        List<Integer> dimensions,
    @Tip(value = "columns of the attributes, from 0; empty for the first ones", min = 0)
        List<Integer> columns,
    @Tip("how the tables start; auto: rows of a length about 1") Initializer weights)
    implements Layer {

  public Embeddings {
    sizes = List.copyOf(sizes);
    dimensions = List.copyOf(dimensions);
    columns = List.copyOf(columns);
    check("sizes", sizes, 1);
    check("dimensions", dimensions, 1);
    check("columns", columns, 0);
    if (!sizes.isEmpty() && dimensions.size() > 1 && dimensions.size() != sizes.size()) {
      throw new IllegalArgumentException(
          "there are "
              + sizes.size()
              + " sizes and "
              + dimensions.size()
              + " dimensions; allowed are as many, one for all, or none");
    }
    if (!sizes.isEmpty() && !columns.isEmpty() && columns.size() != sizes.size()) {
      throw new IllegalArgumentException(
          "there are "
              + sizes.size()
              + " sizes and "
              + columns.size()
              + " columns; allowed are as many, or none for the first columns");
    }
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new IllegalArgumentException("columns " + columns + " name one column twice");
    }
  }

  /** One table for each nominal attribute of the data, with its number of values. */
  public Embeddings() {
    this(List.of(), List.of(), List.of(), new Auto());
  }

  /**
   * The same layer for attributes of so many values.
   *
   * @throws IllegalArgumentException when the dimensions are for another number of attributes
   */
  public Embeddings sized(List<Integer> numbersOfValues) {
    return new Embeddings(numbersOfValues, dimensions, columns, weights);
  }

  private static void check(String option, List<Integer> values, int least) {
    for (int v : values) {
      if (v < least) {
        throw new IllegalArgumentException(
            option + " has " + v + ", allowed are " + least + " and more");
      }
    }
  }

  /** Numbers for each value of attribute i. */
  private int dimensions(int i) {
    if (!dimensions.isEmpty()) {
      return dimensions.get(dimensions.size() == 1 ? 0 : i);
    }
    int n = sizes.get(i);
    return (int) Math.min(n, Math.min(600, Math.round(1.6 * Math.pow(n, 0.56))));
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = x.shape();
    if (sizes.isEmpty()) {
      throw Layers.error(
          g,
          "it has no sizes, and only where the network begins can they be those of the data: give"
              + " the number of values of each nominal attribute, such as embeddings([10, 3])");
    }
    List<Integer> nominal =
        columns.isEmpty()
            ? IntStream.range(0, sizes.size()).boxed().collect(Collectors.toList())
            : columns;
    int last = nominal.stream().max(Integer::compare).orElseThrow();
    if (in.rank() > 2 || last >= in.columns()) {
      throw Layers.error(g, "there is no column " + last + " of features in an input of " + in);
    }
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      int width = dimensions(i);
      Value table = Embedding.table(g, "table-" + i, sizes.get(i), width, weights);
      Value rows = g.op(new Lookup(), g.columns(x, nominal.get(i), 1), table);
      parts.add(g.reshape(rows, in.withColumns(width)));
    }
    addOthers(g, x, Set.copyOf(nominal), parts);
    return g.op(new Concatenate(), parts.toArray(new Value[0]));
  }

  /** The columns between the nominal ones, each run of them as one part. */
  private static void addOthers(Graph g, Value x, Set<Integer> nominal, List<Value> parts) {
    int from = 0;
    for (int c = 0; c <= x.shape().columns(); c++) {
      if (c == x.shape().columns() || nominal.contains(c)) {
        if (c > from) {
          parts.add(g.columns(x, from, c - from));
        }
        from = c + 1;
      }
    }
  }
}
