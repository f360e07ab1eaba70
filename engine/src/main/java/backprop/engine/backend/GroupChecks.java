// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/** What every implementation of {@link GroupKernels} checks before it computes. */
public final class GroupChecks {
  private GroupChecks() {}

  /** For {@link GroupKernels#gemm}. */
  public static void gemm(
      int groups,
      int slices,
      boolean transposeA,
      boolean transposeB,
      Matrix a,
      Matrix b,
      Matrix c) {
    String method = "groups.gemm";
    divides(method, groups, slices, a);
    divides(method, groups, slices, b);
    divides(method, groups, slices, c);
    int m = transposeA ? a.columns() / slices : a.rows() / groups;
    int k = transposeA ? a.rows() / groups : a.columns() / slices;
    int kb = transposeB ? b.columns() / slices : b.rows() / groups;
    int n = transposeB ? b.rows() / groups : b.columns() / slices;
    if (k != kb || m != c.rows() / groups || n != c.columns() / slices) {
      throw new IllegalArgumentException(
          method
              + ": "
              + Checks.size(a)
              + (transposeA ? " transposed" : "")
              + " times "
              + Checks.size(b)
              + (transposeB ? " transposed" : "")
              + " into "
              + Checks.size(c)
              + " do not fit in "
              + groups
              + " groups and "
              + slices
              + " slices");
    }
  }

  /** For {@link GroupKernels#softmax}; the mask may be null. */
  public static void softmax(int groups, int slices, Matrix x, Matrix mask, Matrix y) {
    String method = "groups.softmax";
    divides(method, groups, slices, x);
    boolean fits =
        mask == null || mask.columns() == 1 && mask.rows() == groups * (x.columns() / slices);
    Checks.fit(Checks.isSame(x, y) && fits, method, x, mask, y, null);
  }

  /** For {@link GroupKernels#softmaxGradient}. */
  public static void softmaxGradient(int slices, Matrix y, Matrix dy, double beta, Matrix dx) {
    String method = "groups.softmaxGradient";
    divides(method, 1, slices, y);
    Checks.same(method, y, dy, dx);
    Checks.beta(method, beta);
  }

  /** A matrix of slices and one of their size, for {@link GroupKernels#maximum}. */
  public static void maximum(String method, int slices, Matrix x, Matrix y) {
    divides(method, 1, slices, x);
    Checks.fit(
        x.rows() == y.rows() && x.columns() / slices == y.columns(), method, x, y, null, null);
  }

  /** For {@link GroupKernels#maximumGradient}. */
  public static void maximumGradient(int slices, Matrix x, Matrix dy, double beta, Matrix dx) {
    String method = "groups.maximumGradient";
    maximum(method, slices, x, dy);
    Checks.same(method, x, dx);
    Checks.beta(method, beta);
  }

  /** For {@link GroupKernels#copyColumns}. */
  public static void copyColumns(Matrix x, int from, int count, double beta, Matrix y, int to) {
    String method = "groups.copyColumns";
    Checks.fit(x.rows() == y.rows(), method, x, y, null, null);
    Checks.beta(method, beta);
    if (from < 0 || to < 0 || count < 0 || count > x.columns() - from || count > y.columns() - to) {
      throw new IllegalArgumentException(
          method
              + ": "
              + count
              + " columns from "
              + from
              + " of "
              + Checks.size(x)
              + " to "
              + to
              + " of "
              + Checks.size(y));
    }
  }

  /** For {@link GroupKernels#normalizeByRootMeanSquare}. */
  public static void rootMeanSquare(Matrix x, Matrix y, Matrix scale) {
    Checks.columnOfTwo("groups.normalizeByRootMeanSquare", x, y, scale);
  }

  /** For {@link GroupKernels#normalizeByRootMeanSquareGradient}. */
  public static void rootMeanSquareGradient(
      Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    String method = "groups.normalizeByRootMeanSquareGradient";
    Checks.same(method, y, dy, dx);
    Checks.columnOfTwo(method, y, dy, scale);
    Checks.beta(method, beta);
  }

  /** For {@link GroupKernels#sinusoids}. */
  public static void base(double base) {
    if (!(base > 0 && base < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "groups.sinusoids: the base is " + base + ", allowed are finite numbers above 0");
    }
  }

  private static void divides(String method, int groups, int slices, Matrix m) {
    if (groups < 1 || slices < 1 || m.rows() % groups != 0 || m.columns() % slices != 0) {
      throw new IllegalArgumentException(
          method
              + ": "
              + Checks.size(m)
              + " cannot be divided into "
              + groups
              + " groups and "
              + slices
              + " slices");
    }
  }
}
