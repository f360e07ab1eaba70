// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.GroupChecks;
import backprop.engine.backend.GroupKernels;
import backprop.engine.backend.Matrix;

/**
 * {@link GroupKernels} in float: checks the sizes; the loops over rows are in {@link SliceBlocks},
 * the products of blocks are those of {@link Product}, one block after the other on one thread
 * each.
 */
final class JavaGroupKernels implements GroupKernels {
  /** Multiplications and additions of one item of work: about twenty microseconds. */
  private static final double GRAIN = 50_000;

  /** Elements that one item of work copies. */
  private static final int COPIED = 16 * Scratch.BLOCK;

  private final Workers workers;
  private final Workers alone = new Workers(1);
  private final Product[] products;
  private final SliceBlocks blocks;
  private final Workers.Task productPart = this::productPart;
  private final Workers.Task copyPart = this::copyPart;

  // The call at hand.
  private int groups;
  private int slices;
  private boolean transposeA;
  private boolean transposeB;
  private double alpha;
  private Matrix a;
  private Matrix b;
  private double beta;
  private Matrix c;
  private int from;
  private int to;
  private int count;
  private int itemSize;

  JavaGroupKernels(Workers workers, Scratch[] scratch, Product.Maker maker) {
    this.workers = workers;
    this.products = new Product[workers.threads()];
    for (int i = 0; i < products.length; i++) {
      products[i] = maker.with(alone);
    }
    this.blocks = new SliceBlocks(workers, scratch);
  }

  @Override
  public void gemm(
      int groups,
      int slices,
      boolean transposeA,
      boolean transposeB,
      double alpha,
      Matrix a,
      Matrix b,
      double beta,
      Matrix c) {
    GroupChecks.gemm(groups, slices, transposeA, transposeB, a, b, c);
    this.groups = groups;
    this.slices = slices;
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.alpha = alpha;
    this.a = a;
    this.b = b;
    this.beta = beta;
    this.c = c;
    int inner = transposeA ? a.rows() / groups : a.columns() / slices;
    double block = (double) (c.rows() / groups) * (c.columns() / slices) * (inner + 1) + 100;
    int all = groups * slices;
    itemSize = (int) Math.max(1, Math.min(all, GRAIN / block));
    workers.run((all + itemSize - 1) / itemSize, 2, productPart);
  }

  private void productPart(int item, int worker) {
    Product product = products[worker];
    int end = Math.min(groups * slices, (item + 1) * itemSize);
    for (int i = item * itemSize; i < end; i++) {
      product.runBlock(
          transposeA, transposeB, alpha, a, b, beta, c, groups, i / slices, slices, i % slices);
    }
  }

  @Override
  public void softmax(int groups, int slices, boolean causal, Matrix x, Matrix mask, Matrix y) {
    GroupChecks.softmax(groups, slices, x, mask, y);
    blocks.softmax(groups, slices, causal, x, mask, y);
  }

  @Override
  public void softmaxGradient(int slices, Matrix y, Matrix dy, double beta, Matrix dx) {
    GroupChecks.softmaxGradient(slices, y, dy, beta, dx);
    blocks.softmaxGradient(slices, y, dy, beta, dx);
  }

  @Override
  public void maximum(int slices, Matrix x, Matrix y) {
    GroupChecks.maximum("groups.maximum", slices, x, y);
    blocks.maximum(slices, x, y);
  }

  @Override
  public void maximumGradient(int slices, Matrix x, Matrix dy, double beta, Matrix dx) {
    GroupChecks.maximumGradient(slices, x, dy, beta, dx);
    blocks.maximumGradient(slices, x, dy, beta, dx);
  }

  @Override
  public void copyColumns(Matrix x, int from, int count, double beta, Matrix y, int to) {
    GroupChecks.copyColumns(x, from, count, beta, y, to);
    this.a = x;
    this.c = y;
    this.beta = beta;
    this.from = from;
    this.to = to;
    this.count = count;
    itemSize = Math.max(1, COPIED / Math.max(1, count));
    workers.run((x.rows() + itemSize - 1) / itemSize, 6, copyPart);
  }

  private void copyPart(int item, int worker) {
    float[] x = FloatArray.of(a);
    float[] y = FloatArray.of(c);
    int end = Math.min(a.rows(), (item + 1) * itemSize);
    for (int r = item * itemSize; r < end; r++) {
      int source = a.offset() + r * a.stride() + from;
      int target = c.offset() + r * c.stride() + to;
      if (beta == 0) {
        System.arraycopy(x, source, y, target, count);
      } else {
        for (int i = 0; i < count; i++) {
          y[target + i] += x[source + i];
        }
      }
    }
  }

  @Override
  public void normalizeByRootMeanSquare(Matrix x, double epsilon, Matrix y, Matrix scale) {
    GroupChecks.rootMeanSquare(x, y, scale);
    blocks.rootMeanSquare(x, epsilon, y, scale);
  }

  @Override
  public void normalizeByRootMeanSquareGradient(
      Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    GroupChecks.rootMeanSquareGradient(y, scale, dy, beta, dx);
    blocks.rootMeanSquareGradient(y, scale, dy, beta, dx);
  }

  @Override
  public void sinusoids(double base, Matrix y) {
    GroupChecks.base(base);
    float[] values = FloatArray.of(y);
    int columns = y.columns();
    for (int i = 0; i < columns; i += 2) {
      double wave = Math.pow(base, (double) i / columns);
      int at = y.offset() + i;
      for (int t = 0; t < y.rows(); t++, at += y.stride()) {
        values[at] = (float) Math.sin(t / wave);
        if (i + 1 < columns) {
          values[at + 1] = (float) Math.cos(t / wave);
        }
      }
    }
  }
}
