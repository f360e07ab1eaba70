// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import static backprop.engine.backend.dual.DualBuffer.tangents;
import static backprop.engine.backend.dual.DualBuffer.values;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;

/** Normalization within groups and across neighboring channels on dual numbers. */
final class ImageNormalizationTangents {
  private final Kernels k;
  private final Temporary temporary;

  ImageNormalizationTangents(Kernels k, Temporary temporary) {
    this.k = k;
    this.temporary = temporary;
  }

  // ---- within groups; s is 1 / sqrt(variance + epsilon) of a group

  /** The Jacobian is symmetric: y' is the gradient's formula on x'. */
  void groups(int positions, int groups, double epsilon, Matrix x, Matrix y) {
    k.images().normalizeGroups(positions, groups, epsilon, values(x), values(y));
    k.images()
        .normalizeGroupsGradient(
            positions, groups, epsilon, values(x), values(y), tangents(x), 0, tangents(y));
  }

  /**
   * {@code dx = s D, D = dy - mean(dy) - y mean(dy y)}, hence with {@code s' = -s^2 mean(y x')}:
   * {@code dx' = s (dy' - mean(dy') - y mean(dy' y)) - s mean(y x') dx - s (y' mean(dy y) + y
   * mean(dy y'))}.
   */
  void groupsGradient(
      int positions,
      int groups,
      double epsilon,
      Matrix x,
      Matrix y,
      Matrix dy,
      double beta,
      Matrix dx) {
    Matrix plain = temporary.like(0, x);
    k.images()
        .normalizeGroupsGradient(
            positions, groups, epsilon, values(x), values(y), values(dy), 0, plain);
    k.images()
        .normalizeGroupsGradient(
            positions, groups, epsilon, values(x), values(y), tangents(dy), beta, tangents(dx));
    Groups g = new Groups(positions, groups, x);
    Matrix scale = g.scale(values(x), epsilon);
    g.subtractScaled(scale, values(y), tangents(x), plain, tangents(dx));
    g.subtractScaled(scale, values(dy), values(y), tangents(y), tangents(dx));
    g.subtractScaled(scale, values(dy), tangents(y), values(y), tangents(dx));
    k.images()
        .normalizeGroupsGradient(
            positions, groups, epsilon, values(x), values(y), values(dy), beta, values(dx));
  }

  /** Means over groups by a product with ones where a number belongs to a group. */
  private final class Groups {
    private final int examples;
    private final int count;
    private final Matrix members;

    Groups(int positions, int groups, Matrix x) {
      int numbers = positions * x.columns();
      this.examples = x.rows() / positions;
      this.count = numbers / groups;
      this.members = temporary.matrix(1, numbers, groups);
      double[] ones = new double[members.size()];
      int width = x.columns() / groups;
      for (int i = 0; i < numbers; i++) {
        ones[i * groups + i % x.columns() / width] = 1;
      }
      members.set(ones);
    }

    /** Means of a product into examples x groups. */
    private void means(Matrix a, Matrix b, Matrix means) {
      Matrix product = temporary.like(2, a);
      k.multiply(a, b, 0, product);
      Matrix flat = product.reshape(examples, members.rows());
      k.gemm(false, false, 1.0 / count, flat, members, 0, means);
    }

    private Matrix spread(Matrix means, Matrix like) {
      Matrix wide = temporary.matrix(3, examples, members.rows());
      k.gemm(false, true, 1, means, members, 0, wide);
      return wide.reshape(like.rows(), like.columns());
    }

    /** s as examples x groups: what normalizing ones with a mean of zero gives. */
    Matrix scale(Matrix x, double epsilon) {
      Matrix means = temporary.matrix(4, examples, members.columns());
      means(x, temporary.ones(x.rows(), x.columns()), means);
      Matrix centered = temporary.like(5, x);
      k.copy(x, centered);
      k.axpby(-1, spread(means, x), 1, centered);
      means(centered, centered, means);
      Matrix zero = temporary.matrix(6, 1, means.size());
      Matrix scale = temporary.matrix(7, 1, means.size());
      k.fill(0, zero);
      Matrix variances = means.reshape(1, means.size());
      k.normalizeColumns(temporary.ones(1, means.size()), zero, variances, epsilon, scale);
      return scale.reshape(examples, members.columns());
    }

    /** {@code to = to - s mean(a b) x}. */
    void subtractScaled(Matrix scale, Matrix a, Matrix b, Matrix x, Matrix to) {
      Matrix means = temporary.matrix(4, examples, members.columns());
      Matrix scaled = temporary.matrix(5, examples, members.columns());
      means(a, b, means);
      k.multiply(means, scale, 0, scaled);
      k.axpby(-1, scaled, 0, scaled);
      k.multiply(spread(scaled, x), x, 1, to);
    }
  }

  // ---- across neighboring channels; N is the sum over the neighbors, p = s^-exponent

  /** A power of a positive number. */
  private record Power(double exponent) implements Elementwise {
    @Override
    public double value(double x) {
      return Math.pow(x, exponent);
    }

    @Override
    public double derivative(double x, double y) {
      return exponent * Math.pow(x, exponent - 1);
    }

    @Override
    public double curvature(double x, double y) {
      return exponent * (exponent - 1) * Math.pow(x, exponent - 2);
    }

    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = (float) Math.pow(x[i], exponent);
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      for (int i = from; i < to; i++) {
        dx[i] = dy[i] * (float) derivative(x[i], y[i]);
      }
    }
  }

  /** Which channels are neighbors: columns x columns. */
  private Matrix neighbors(int reach, int columns) {
    Matrix m = temporary.matrix(0, columns, columns);
    double[] ones = new double[columns * columns];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = Math.abs(i / columns - i % columns) <= reach ? 1 : 0;
    }
    m.set(ones);
    return m;
  }

  /** {@code s' = 2 factor N(x x'), y' = p (x' - exponent x s' / s)}. */
  void local(
      int reach, double offset, double factor, double exponent, Matrix x, Matrix scale, Matrix y) {
    k.images().localResponse(reach, offset, factor, exponent, values(x), values(scale), values(y));
    Matrix product = temporary.like(1, x);
    Matrix other = temporary.like(2, x);
    k.multiply(values(x), tangents(x), 0, product);
    Matrix near = neighbors(reach, x.columns());
    k.gemm(false, false, 2 * factor, product, near, 0, tangents(scale));
    k.map(new Power(-exponent), values(scale), other);
    k.multiply(other, tangents(x), 0, tangents(y));
    k.map(new Power(-1), values(scale), other);
    k.multiply(other, tangents(scale), 0, product);
    k.axpby(-exponent, product, 0, product);
    k.multiply(product, values(y), 1, tangents(y));
  }

  /**
   * {@code dx = p dy - c x N(q), c = 2 factor exponent, q = dy y / s}, hence with {@code r = s' /
   * s}: {@code dx' = p dy' - c x N(dy' y / s) - exponent p dy r - c x' N(q) - c x N(dy y' / s - q
   * r)}.
   */
  void localGradient(
      int reach,
      double factor,
      double exponent,
      Matrix x,
      Matrix scale,
      Matrix y,
      Matrix dy,
      double beta,
      Matrix dx) {
    k.images()
        .localResponseGradient(
            reach,
            factor,
            exponent,
            values(x),
            values(scale),
            values(y),
            tangents(dy),
            beta,
            tangents(dx));
    Matrix near = neighbors(reach, x.columns());
    Matrix inverse = temporary.like(1, x);
    Matrix change = temporary.like(2, x);
    Matrix part = temporary.like(3, x);
    Matrix sum = temporary.like(4, x);
    Matrix q = temporary.like(5, x);
    k.map(new Power(-1), values(scale), inverse);
    k.multiply(inverse, tangents(scale), 0, change);

    k.map(new Power(-exponent), values(scale), part);
    k.multiply(part, change, 0, sum);
    k.axpby(-exponent, sum, 0, sum);
    k.multiply(sum, values(dy), 1, tangents(dx));

    k.multiply(values(dy), inverse, 0, part);
    k.multiply(part, values(y), 0, q);
    k.gemm(false, false, -2 * factor * exponent, q, near, 0, sum);
    k.multiply(sum, tangents(x), 1, tangents(dx));

    k.axpby(-1, change, 0, change);
    k.multiply(part, tangents(y), 0, sum);
    k.multiply(q, change, 1, sum);
    k.gemm(false, false, -2 * factor * exponent, sum, near, 0, part);
    k.multiply(part, values(x), 1, tangents(dx));
    k.images()
        .localResponseGradient(
            reach,
            factor,
            exponent,
            values(x),
            values(scale),
            values(y),
            values(dy),
            beta,
            values(dx));
  }
}
