// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/** What every implementation of {@link ImageKernels} checks before it computes. */
public final class ImageChecks {
  private ImageChecks() {}

  /** For the convolutions; {@code bias} may be null. */
  public static void convolution(
      String method, Window window, int groups, Matrix x, Matrix weights, Matrix bias, Matrix y) {
    boolean divides =
        groups > 0 && x.columns() % groups == 0 && y.columns() % Math.max(1, groups) == 0;
    fit(
        divides
            && weights.rows() == window.places() * (x.columns() / groups)
            && weights.columns() == y.columns()
            && (bias == null || bias.rows() == 1 && bias.columns() == y.columns()),
        method,
        window,
        x,
        weights,
        y);
    window(method, window, x, y);
  }

  /** For the depthwise convolutions. */
  public static void depthwise(String method, Window window, Matrix x, Matrix weights, Matrix y) {
    fit(
        weights.rows() == window.places()
            && weights.columns() == y.columns()
            && (x.columns() == 0 ? y.columns() == 0 : y.columns() % x.columns() == 0),
        method,
        window,
        x,
        weights,
        y);
    window(method, window, x, y);
  }

  /** For pooling: x of an input's size, y of an output's. */
  public static void pool(String method, Window window, Matrix x, Matrix y) {
    fit(x.columns() == y.columns(), method, window, x, null, y);
    window(method, window, x, y);
  }

  /** For pooling by maxima: no window may be all padding. */
  public static void maxPool(String method, Window window, Matrix x, Matrix y) {
    pool(method, window, x, y);
    noneIsPadding(method, window.vertical());
    noneIsPadding(method, window.horizontal());
  }

  private static void noneIsPadding(String method, Axis a) {
    for (int o = 0; o < a.out(); o++) {
      if (a.inside(o) == 0) {
        throw new IllegalArgumentException(method + ": a window of " + a + " is all padding");
      }
    }
  }

  /** Matrices of the same size whose rows are whole examples. */
  public static void positions(String method, int positions, Matrix x, Matrix y) {
    Checks.same(method, x, y);
    if (positions < 1 || x.rows() % positions != 0) {
      throw new IllegalArgumentException(
          method + ": " + x.rows() + " rows are no whole examples of " + positions);
    }
  }

  /** The same for channels in groups. */
  public static void groups(String method, int positions, int groups, Matrix x, Matrix y) {
    positions(method, positions, x, y);
    if (groups < 1 || x.columns() % groups != 0) {
      throw new IllegalArgumentException(
          method + ": " + x.columns() + " channels are not " + groups + " equal groups");
    }
  }

  private static void window(String method, Window window, Matrix x, Matrix y) {
    fit(
        x.rows() % window.in() == 0 && (long) x.rows() / window.in() * window.out() == y.rows(),
        method,
        window,
        x,
        null,
        y);
  }

  private static void fit(
      boolean fits, String method, Window window, Matrix x, Matrix weights, Matrix y) {
    if (!fits) {
      throw new IllegalArgumentException(
          method
              + ": "
              + size(x)
              + (weights == null ? "" : ", weights of " + size(weights))
              + ", "
              + size(y)
              + " do not fit a window of "
              + window.vertical().kernel()
              + " x "
              + window.horizontal().kernel()
              + " from "
              + window.in()
              + " to "
              + window.out()
              + " positions");
    }
  }

  private static String size(Matrix m) {
    return m.rows() + " x " + m.columns();
  }
}
