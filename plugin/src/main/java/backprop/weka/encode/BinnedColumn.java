// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A number as {@link StandardizedColumn} gives it, and after it one column for each of some bins
 * that have about as many training rows each: how far the number has come through the bin,
 *
 * <pre>
 *   x_b = min(1, max(0, (value - edge_b) / (edge_{b+1} - edge_b))) - 1/2
 * </pre>
 *
 * <p>and 0 for missing. So a unit can react to a part of the range as a tree does, however the
 * values are spread. Gorishniy, Rubachev and Babenko, "On embeddings for numerical features in
 * tabular deep learning", NeurIPS 2022, section 3.2, with a smaller range, so that the bins
 * together do not outweigh the number.
 *
 * @param number the number itself
 * @param edges ascending, all different, one more than there are bins
 */
public record BinnedColumn(StandardizedColumn number, double[] edges) implements ColumnPlan {
  static final int TAG = 10;

  public BinnedColumn {
    edges = edges.clone();
    if (edges.length < 2) {
      throw new IllegalArgumentException(edges.length + " edges make no bin");
    }
    for (int i = 0; i < edges.length; i++) {
      if (!Double.isFinite(edges[i]) || i > 0 && !(edges[i - 1] < edges[i])) {
        throw new IllegalArgumentException("the edges of bins do not ascend");
      }
    }
  }

  /**
   * Bins of about as many values each; fewer where values repeat.
   *
   * @param sorted at least two different finite numbers, ascending
   * @param bins most bins
   */
  static BinnedColumn of(StandardizedColumn number, double[] sorted, int bins) {
    double[] edges = new double[bins + 1];
    int n = 0;
    for (int b = 0; b <= bins; b++) {
      double edge = sorted[(int) Math.round((double) b * (sorted.length - 1) / bins)];
      if (n == 0 || edge > edges[n - 1]) {
        edges[n++] = edge;
      }
    }
    return new BinnedColumn(number, Arrays.copyOf(edges, n));
  }

  @Override
  public double[] edges() {
    return edges.clone();
  }

  @Override
  public int columns() {
    return number.columns() + edges.length - 1;
  }

  @Override
  public void encode(double value, float[] row, int at) {
    number.encode(value, row, at);
    int first = at + number.columns();
    for (int b = 0; b < edges.length - 1; b++) {
      row[first + b] = Double.isNaN(value) ? 0 : (float) (part(value, b) - 0.5);
    }
  }

  private double part(double value, int b) {
    double low = edges[b];
    double high = edges[b + 1];
    if (value <= low || value >= high) {
      return value <= low ? 0 : 1;
    }
    double width = high - low;
    // Halves where the width exceeds what a double can hold.
    return Double.isInfinite(width)
        ? (value / 2 - low / 2) / (high / 2 - low / 2)
        : (value - low) / width;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinnedColumn b
        && number.equals(b.number)
        && Arrays.equals(edges, b.edges);
  }

  @Override
  public int hashCode() {
    return 31 * number.hashCode() + Arrays.hashCode(edges);
  }

  @Override
  public String toString() {
    return "BinnedColumn[" + number + ", " + Arrays.toString(edges) + "]";
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(TAG);
    number.write(out);
    out.writeInt(edges.length);
    for (double e : edges) {
      out.writeDouble(e);
    }
  }

  static BinnedColumn read(DataInput in) throws IOException {
    if (!(ColumnPlan.read(in) instanceof StandardizedColumn number)) {
      throw new IOException("the model is damaged: the bins of a column belong to no number");
    }
    int n = in.readInt();
    if (n < 2 || n > 1 << 16) {
      throw new IOException("the model is damaged: a column has " + n + " edges of bins");
    }
    double[] edges = new double[n];
    for (int i = 0; i < n; i++) {
      edges[i] = in.readDouble();
    }
    try {
      return new BinnedColumn(number, edges);
    } catch (IllegalArgumentException e) {
      throw new IOException("the model is damaged: " + e.getMessage(), e);
    }
  }
}
