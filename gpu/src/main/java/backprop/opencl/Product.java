// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Matrix;

/**
 * What a product of matrices is to be: {@code c = alpha * op(a) * op(b) + beta * c}, m x n, plus a
 * row of biases; for one pair, or for blocks that lie at regular distances. Described part by part,
 * then run; {@link Gemm} uses the same object for its next product.
 */
final class Product {
  private final Gemm gemm;
  boolean transposeA;
  boolean transposeB;
  int m;
  int n;
  int inner;
  double alpha;
  double beta;
  DeviceBuffer a;
  int aOffset;
  int aStride;
  DeviceBuffer b;
  int bOffset;
  int bStride;
  DeviceBuffer c;
  int cOffset;
  int cStride;
  Matrix bias;

  /** Number of blocks; block i is number {@code i % slices} of group {@code i / slices}. */
  int blocks;

  int slices;

  /** Distances of groups and slices in the three matrices, in elements. */
  int aGroup;

  int aSlice;
  int bGroup;
  int bSlice;
  int cGroup;
  int cSlice;

  Product(Gemm gemm) {
    this.gemm = gemm;
  }

  /** Begins with one product of this size, neither scaled nor added to anything. */
  Product size(boolean transposeA, boolean transposeB, int m, int n, int inner) {
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.m = m;
    this.n = n;
    this.inner = inner;
    alpha = 1;
    beta = 0;
    bias = null;
    blocks = 1;
    slices = 1;
    return this;
  }

  Product a(Matrix x) {
    return a(Call.of(x), x.offset(), x.stride());
  }

  Product a(DeviceBuffer buffer, int offset, int stride) {
    a = buffer;
    aOffset = offset;
    aStride = stride;
    return this;
  }

  Product b(Matrix x) {
    return b(Call.of(x), x.offset(), x.stride());
  }

  Product b(DeviceBuffer buffer, int offset, int stride) {
    b = buffer;
    bOffset = offset;
    bStride = stride;
    return this;
  }

  Product c(Matrix x) {
    return c(Call.of(x), x.offset(), x.stride());
  }

  Product c(DeviceBuffer buffer, int offset, int stride) {
    c = buffer;
    cOffset = offset;
    cStride = stride;
    return this;
  }

  Product scaled(double by) {
    alpha = by;
    return this;
  }

  /** Adds to {@code beta * c}. */
  Product adding(double factor) {
    beta = factor;
    return this;
  }

  /** Adds a row, 1 x n, unless it is null. */
  Product bias(Matrix row) {
    bias = row;
    return this;
  }

  /** So many blocks, at these distances in elements from one to the next. */
  Product blocks(int count, int inA, int inB, int inC) {
    blocks = count;
    slices = 1;
    aGroup = inA;
    bGroup = inB;
    cGroup = inC;
    return this;
  }

  /** Puts it into the queue. */
  void run() {
    gemm.run(this);
  }

  /** Gives a kernel what all variants take: sizes, blocks, matrices; see {@code gemm.cl}. */
  void arguments(Call call, int down, int firstBlock, DeviceBuffer second) {
    call.begin()
        .integer(m)
        .integer(n)
        .integer(inner)
        .integer(down)
        .integer(firstBlock)
        .integer(slices)
        .integer(aGroup)
        .integer(aSlice)
        .integer(bGroup)
        .integer(bSlice)
        .integer(cGroup)
        .integer(cSlice)
        .number(alpha)
        .matrix(a, aOffset, aStride)
        .matrix(second, bOffset, bStride)
        .number(beta)
        .matrix(c, cOffset, cStride)
        .integer(bias != null);
    if (bias != null) {
      call.matrix(bias);
    } else {
      call.matrix(c, 0, 0);
    }
  }
}
