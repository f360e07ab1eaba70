// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.layer.Chain;
import backprop.engine.layer.Columns;
import backprop.engine.layer.Concatenate;
import backprop.engine.layer.Embedding;
import backprop.engine.layer.Embeddings;
import backprop.engine.layer.Flatten;
import backprop.engine.layer.Layer;
import backprop.engine.layer.Masking;
import backprop.engine.layer.Product;
import backprop.engine.layer.Reshape;
import backprop.engine.layer.Sum;
import java.util.ArrayList;
import java.util.List;

/** Layers that look up rows of tables, where they see the columns as the encoder made them. */
final class Lookups {
  private Lookups() {}

  /** Whether the layers, or a branch in which they begin, begin with a table. */
  static boolean begin(List<Layer> layers) {
    Layer first = first(layers);
    return first instanceof Embedding
        || first instanceof Embeddings
        || branches(first).stream().anyMatch(b -> begin(List.of(b)));
  }

  /** Number of words of the table in which all columns are looked up; 0 where there is none. */
  static int vocabulary(List<Layer> layers) {
    return first(layers) instanceof Embedding e ? e.vocabulary() : 0;
  }

  /** The first layer that does more than to choose columns and to give them another shape. */
  private static Layer first(List<Layer> layers) {
    for (Layer l : layers) {
      Layer found = l instanceof Chain c ? first(c.layers()) : movesOnly(l) ? null : l;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean movesOnly(Layer l) {
    return l instanceof Reshape
        || l instanceof Flatten
        || l instanceof Columns
        || l instanceof Masking;
  }

  private static List<Layer> branches(Layer l) {
    return l instanceof Concatenate c
        ? c.branches()
        : l instanceof Sum s ? s.branches() : l instanceof Product p ? p.branches() : List.of();
  }

  /**
   * The layers with the sizes of tables that were left to the data.
   *
   * @param sizes number of values of each nominal attribute; their columns are the first ones
   * @throws IllegalArgumentException in one sentence when there are no such attributes
   */
  static List<Layer> sized(List<Layer> layers, List<Integer> sizes) {
    List<Layer> all = new ArrayList<>(layers);
    if (!all.isEmpty()) {
      all.set(0, sized(all.get(0), sizes));
    }
    return all;
  }

  private static Layer sized(Layer l, List<Integer> sizes) {
    if (l instanceof Chain c) {
      return new Chain(sized(c.layers(), sizes));
    }
    if (l instanceof Concatenate c) {
      return new Concatenate(each(c.branches(), sizes));
    }
    if (l instanceof Sum s) {
      return new Sum(each(s.branches(), sizes));
    }
    if (l instanceof Product p) {
      return new Product(each(p.branches(), sizes));
    }
    if (l instanceof Embeddings e) {
      return e.sizes().isEmpty() ? tables(e, sizes) : suffices(e, sizes);
    }
    return l;
  }

  /** A value beyond the sizes that are given would be refused in the midst of training. */
  private static Layer suffices(Embeddings e, List<Integer> sizes) {
    for (int i = 0; i < e.sizes().size(); i++) {
      int column = e.columns().isEmpty() ? i : e.columns().get(i);
      if (column < sizes.size() && e.sizes().get(i) < sizes.get(column)) {
        throw new IllegalArgumentException(
            "embeddings has a table of size "
                + e.sizes().get(i)
                + " for column "
                + column
                + ", a nominal attribute of "
                + sizes.get(column)
                + " values: raise it, or leave the sizes out");
      }
    }
    return e;
  }

  private static List<Layer> each(List<Layer> branches, List<Integer> sizes) {
    return branches.stream().map(b -> sized(b, sizes)).toList();
  }

  private static Layer tables(Embeddings e, List<Integer> sizes) {
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException(
          "embeddings without sizes has a table for each nominal attribute that -nominal makes an"
              + " index, but there is none");
    }
    List<Integer> chosen = new ArrayList<>();
    for (int c : e.columns()) {
      if (c >= sizes.size()) {
        throw new IllegalArgumentException(
            "embeddings without sizes is for nominal attributes, whose columns are 0 to "
                + (sizes.size() - 1)
                + ", but columns has "
                + c);
      }
      chosen.add(sizes.get(c));
    }
    return e.sized(e.columns().isEmpty() ? sizes : chosen);
  }
}
