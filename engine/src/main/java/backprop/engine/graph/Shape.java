// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The shape of one example: {@code features}, {@code time x features} or {@code height x width x
 * channels}. Checked when a program is recorded; kernels see matrices only, with one row per
 * example and position ({@link #rows()}) and one column per feature or channel ({@link
 * #columns()}).
 */
public final class Shape {
  private final int[] sizes;

  private Shape(int[] sizes) {
    this.sizes = sizes;
  }

  /** The shape with the given sizes, each at least 1. */
  public static Shape of(int... sizes) {
    long product = 1;
    for (int s : sizes) {
      product *= s;
      if (s < 1 || product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "no shape "
                + Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(" x "))
                + ": sizes must be at least 1 and their product below 2^31");
      }
    }
    if (sizes.length == 0) {
      throw new IllegalArgumentException("a shape needs at least one size");
    }
    return new Shape(sizes.clone());
  }

  /** Number of sizes: 1 for features, 2 for sequences, 3 for images. */
  public int rank() {
    return sizes.length;
  }

  /** The i-th size. */
  public int size(int i) {
    return sizes[i];
  }

  /** The last size: features or channels. */
  public int columns() {
    return sizes[sizes.length - 1];
  }

  /** The product of all sizes but the last: matrix rows per example. */
  public int rows() {
    return elements() / columns();
  }

  /** The product of all sizes. */
  public int elements() {
    int product = 1;
    for (int s : sizes) {
      product *= s;
    }
    return product;
  }

  /** This shape with another last size. */
  public Shape withColumns(int columns) {
    int[] changed = sizes.clone();
    changed[changed.length - 1] = columns;
    return of(changed);
  }

  /** The sizes. */
  public int[] sizes() {
    return sizes.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(s.sizes, sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(" x "));
  }
}
