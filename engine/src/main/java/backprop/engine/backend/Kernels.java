// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * All loops over numbers. One instance is used by one thread at a time; it may own worker threads
 * until {@link #close()}. Results do not depend on the number of threads.
 *
 * <p>Conventions: outputs come last. {@code beta} is the factor of the output's old content; with
 * {@code beta == 0} the old content is never read, so it may be NaN. Unless stated, an output must
 * not overlap an input except when it is the very same view. Matrices may be strided views. Sizes
 * that do not fit throw {@link IllegalArgumentException} naming the method and the sizes. So do
 * numbers that are not allowed, such as a target that is no class; kernels that only queue their
 * work may throw for these with the next number that is read.
 */
public interface Kernels extends AutoCloseable {
  /** The backend's name. */
  String backend();

  /** How many threads compute. */
  int threads();

  /** A new buffer of zeros. */
  Buffer allocate(int size);

  /** Patches and pooling. */
  ImageKernels images();

  /** Products and softmax group by group. */
  GroupKernels groups();

  /** Lookups. */
  TableKernels tables();

  /** Recurrent cells and single steps. */
  SequenceKernels sequences();

  /** Activations and losses that are more than a function of one number. */
  RowKernels rows();

  // ---- linear algebra

  /**
   * {@code c = alpha * op(a) * op(b) + beta * c}, where op transposes if asked to. The sum over the
   * inner index is never split over threads.
   */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Matrix a,
      Matrix b,
      double beta,
      Matrix c);

  /** {@code y = x * w + bias} for every row; {@code bias} (1 x columns) may be null. */
  void affine(Matrix x, Matrix w, Matrix bias, Matrix y);

  // ---- elementwise

  /** {@code y = f(x)}; y may be x. */
  void map(Elementwise f, Matrix x, Matrix y);

  /** {@code dx = dy * f'(x) + beta * dx}, given also {@code y = f(x)}; beta is 0 or 1. */
  void mapGradient(Elementwise f, Matrix x, Matrix y, Matrix dy, double beta, Matrix dx);

  /** {@code y = value}. */
  void fill(double value, Matrix y);

  /** {@code y = x}. */
  void copy(Matrix x, Matrix y);

  /** {@code y = alpha * x + beta * y}; y may be x. */
  void axpby(double alpha, Matrix x, double beta, Matrix y);

  /** {@code y = a + b}; y may be a or b. */
  void add(Matrix a, Matrix b, Matrix y);

  /** {@code y = a * b + beta * y}, element by element; beta is 0 or 1. */
  void multiply(Matrix a, Matrix b, double beta, Matrix y);

  /** {@code y = x + row} for every row of x; {@code row} is 1 x columns; y may be x. */
  void addRow(Matrix x, Matrix row, Matrix y);

  /** {@code y = x * row + beta * y} for every row of x; {@code row} is 1 x columns. */
  void multiplyRow(Matrix x, Matrix row, double beta, Matrix y);

  /**
   * Inverted dropout: {@code y = x * mask / (1 - rate) + beta * y}. The mask of element (r, c)
   * keeps it when the unsigned number {@link RandomStream#bits} of (low and high half of the key, r
   * * columns + c) is at least {@code rate * 2^32}. The gradient is the same call on the gradients.
   *
   * @param rate probability of a zero, in [0, 1)
   * @param beta 0 or 1
   */
  void dropout(Matrix x, double rate, long key, double beta, Matrix y);

  /**
   * Normal noise: the element (r, c) is {@code mean + deviation *} {@link RandomStream#gaussian} of
   * (low and high half of the key, r * columns + c).
   *
   * @param deviation standard deviation, at least 0
   */
  void gaussian(double mean, double deviation, long key, Matrix y);

  // ---- reductions, in a fixed order; "in double precision" may mean that a few numbers, at most
  // 64,
  // are added in float before they go on in double

  /** {@code row = beta * row + sum over rows of x}; {@code row} is 1 x columns. */
  void sumRows(Matrix x, double beta, Matrix row);

  /** {@code row = beta * row + sum over rows of a * b}; {@code row} is 1 x columns. */
  void sumRowsOfProduct(Matrix a, Matrix b, double beta, Matrix row);

  /** Sum of a * b over all elements, accumulated in double precision. */
  double dot(Matrix a, Matrix b);

  /** The same into a 1 x 1 matrix, so that nobody has to wait for it. */
  default void dot(Matrix a, Matrix b, Matrix result) {
    result.set(dot(a, b));
  }

  /**
   * How many training steps may be asked for before a number is read: 1 where kernels are done when
   * they return; more where they are only queued for a device, which would idle while the number
   * comes back.
   */
  default int stepsAhead() {
    return 1;
  }

  /** Sum of the squares, accumulated in double precision. */
  double sumOfSquares(Matrix x);

  /** Sum of the absolute values, accumulated in double precision. */
  double sumOfAbsolutes(Matrix x);

  /** Whether no element is NaN or infinite. */
  boolean allFinite(Matrix x);

  // ---- normalization

  /**
   * Every row to mean 0 and variance 1: {@code y = (x - mean) * s} with {@code s = 1 /
   * sqrt(variance + epsilon)}, the variance with divisor {@code columns}. {@code scale} (rows x 1)
   * receives s.
   */
  void normalizeRows(Matrix x, double epsilon, Matrix y, Matrix scale);

  /**
   * {@code dx = s * (dy - mean(dy) - y * mean(dy * y)) + beta * dx}, means over each row; beta is 0
   * or 1.
   */
  void normalizeRowsGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx);

  /** Mean and variance (divisor rows) of every column; both outputs are 1 x columns. */
  void columnMoments(Matrix x, Matrix mean, Matrix variance);

  /** {@code y = (x - mean) / sqrt(variance + epsilon)}, column by column. */
  void normalizeColumns(Matrix x, Matrix mean, Matrix variance, double epsilon, Matrix y);

  /**
   * Gradient of {@link #normalizeColumns} where mean and variance are those of x itself: {@code dx
   * = (dy - mean(dy) - y * mean(dy * y)) / sqrt(variance + epsilon) + beta * dx}, means over each
   * column; beta is 0 or 1.
   */
  void normalizeColumnsGradient(
      Matrix y, Matrix variance, double epsilon, Matrix dy, double beta, Matrix dx);

  // ---- softmax and losses

  /** Softmax of every row, shifted by the row's maximum; y may be x. */
  void softmax(Matrix x, Matrix y);

  /** {@code dx = y * (dy - sum(dy * y)) + beta * dx}, sums over each row; beta is 0 or 1. */
  void softmaxGradient(Matrix y, Matrix dy, double beta, Matrix dx);

  /**
   * Softmax and cross-entropy in one: {@code loss = logsumexp(x) - sum(t * x)}, where the target
   * distribution t is {@code 1 - smoothing} on the true class plus {@code smoothing / columns} on
   * every class.
   *
   * @param target index of the true class, rows x 1
   * @param probabilities receives the softmax, rows x columns
   * @param loss receives the loss, rows x 1
   */
  void softmaxCrossEntropy(
      Matrix logits, Matrix target, double smoothing, Matrix probabilities, Matrix loss);

  /** {@code dlogits = (probabilities - t) * dloss + beta * dlogits}; beta is 0 or 1. */
  void softmaxCrossEntropyGradient(
      Matrix probabilities,
      Matrix target,
      double smoothing,
      Matrix dloss,
      double beta,
      Matrix dlogits);

  /** {@code loss = mean over the columns of f(prediction, target)}, rows x 1. */
  void pairLoss(Pairwise f, Matrix prediction, Matrix target, Matrix loss);

  /** {@code dp = f'(prediction, target) * dloss / columns + beta * dp}; beta is 0 or 1. */
  void pairLossGradient(
      Pairwise f, Matrix prediction, Matrix target, Matrix dloss, double beta, Matrix dp);

  // ---- rows and vectors

  /** Row i of y becomes row {@code rows[from + i]} of the table; y has {@code count} rows. */
  void gatherRows(Matrix table, int[] rows, int from, int count, Matrix y);

  /**
   * Runs an update over a range of the flat vectors.
   *
   * @param from first index
   * @param count number of elements
   * @param weights a whole buffer as 1 x n, likewise {@code gradients} and {@code slots}
   */
  void update(
      UpdateRule rule,
      double[] constants,
      int from,
      int count,
      Matrix weights,
      Matrix gradients,
      Matrix[] slots);

  /**
   * Runs an update over ranges, one of whose constants is the Euclidean norm of a matrix before the
   * first range is updated; the squares are added up in double precision. Where kernels are only
   * queued, nobody waits for the norm.
   *
   * @param constants as of {@link #update}; the one that is the norm is overwritten, or not defined
   *     afterwards
   * @param norm index of the constant
   * @param of the matrix
   * @param ranges of each range the first index and the number of elements
   */
  default void updateByNorm(
      UpdateRule rule,
      double[] constants,
      int norm,
      Matrix of,
      int[] ranges,
      Matrix weights,
      Matrix gradients,
      Matrix[] slots) {
    constants[norm] = Math.sqrt(sumOfSquares(of));
    for (int i = 0; i < ranges.length; i += 2) {
      update(rule, constants, ranges[i], ranges[i + 1], weights, gradients, slots);
    }
  }

  /**
   * Brings the Euclidean norm n of every column of w into a range, or a part of the way there: the
   * column becomes {@code rate * w * min(max(n, minimum), maximum) / n + (1 - rate) * w}. Columns
   * of zeros stay.
   *
   * @param minimum at least 0
   * @param maximum at least the minimum
   * @param rate part of the way, in [0, 1]
   */
  void limitColumnNorms(Matrix w, double minimum, double maximum, double rate);

  /**
   * Scales every column of g whose Euclidean norm exceeds {@code ratio * max(norm of the same
   * column of w, floor)} down to that.
   */
  void limitColumnRatios(Matrix w, double ratio, double floor, Matrix g);

  /** Ends the worker threads. Buffers stay readable. */
  @Override
  void close();
}
