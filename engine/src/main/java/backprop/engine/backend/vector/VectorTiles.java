// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.vector;

import backprop.engine.backend.cpu.Tiles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of eight rows by two vectors where a vector has 16 numbers, of four rows where it has
 * fewer, because processors with short vectors have fewer registers, too; and halves of them for
 * the edges.
 *
 * <p>Each accumulator is a variable of its own and each method has one loop: the compiler keeps a
 * vector in a register only where it sees the whole life of the object. Sixteen accumulators hide
 * the latency of two fused multiply-adds a cycle.
 */
public final class VectorTiles implements Tiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int ROWS = LANES >= 16 ? 8 : 4;

  @Override
  public int rows() {
    return ROWS;
  }

  @Override
  public int columns() {
    return 2 * LANES;
  }

  @Override
  public int height(int rows) {
    return rows <= 4 ? 4 : ROWS;
  }

  @Override
  public int width(int columns) {
    return columns <= LANES ? LANES : 2 * LANES;
  }

  @Override
  public void multiply(
      int height,
      int width,
      int inner,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] start,
      int start0,
      int startStep,
      float[] c,
      int c0,
      int step) {
    if (height == 8 && width == LANES) {
      eightByOne(inner, a, a0, b, b0, start, start0, startStep, c, c0, step);
    } else if (height == 8) {
      eightByTwo(inner, a, a0, b, b0, start, start0, startStep, c, c0, step);
    } else if (width == LANES) {
      fourByOne(inner, a, a0, b, b0, start, start0, startStep, c, c0, step);
    } else {
      fourByTwo(inner, a, a0, b, b0, start, start0, startStep, c, c0, step);
    }
  }

  /** Eight rows by two vectors. */
  private static void eightByTwo(
      int inner,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] start,
      int start0,
      int startStep,
      float[] c,
      int c0,
      int step) {
    FloatVector sum0a = FloatVector.fromArray(SPECIES, start, start0);
    FloatVector sum0b = FloatVector.fromArray(SPECIES, start, start0 + LANES);
    FloatVector sum1a = FloatVector.fromArray(SPECIES, start, start0 + startStep);
    FloatVector sum1b = FloatVector.fromArray(SPECIES, start, start0 + startStep + LANES);
    FloatVector sum2a = FloatVector.fromArray(SPECIES, start, start0 + 2 * startStep);
    FloatVector sum2b = FloatVector.fromArray(SPECIES, start, start0 + 2 * startStep + LANES);
    FloatVector sum3a = FloatVector.fromArray(SPECIES, start, start0 + 3 * startStep);
    FloatVector sum3b = FloatVector.fromArray(SPECIES, start, start0 + 3 * startStep + LANES);
    FloatVector sum4a = FloatVector.fromArray(SPECIES, start, start0 + 4 * startStep);
    FloatVector sum4b = FloatVector.fromArray(SPECIES, start, start0 + 4 * startStep + LANES);
    FloatVector sum5a = FloatVector.fromArray(SPECIES, start, start0 + 5 * startStep);
    FloatVector sum5b = FloatVector.fromArray(SPECIES, start, start0 + 5 * startStep + LANES);
    FloatVector sum6a = FloatVector.fromArray(SPECIES, start, start0 + 6 * startStep);
    FloatVector sum6b = FloatVector.fromArray(SPECIES, start, start0 + 6 * startStep + LANES);
    FloatVector sum7a = FloatVector.fromArray(SPECIES, start, start0 + 7 * startStep);
    FloatVector sum7b = FloatVector.fromArray(SPECIES, start, start0 + 7 * startStep + LANES);
    for (int p = 0; p < inner; p++) {
      FloatVector ba = FloatVector.fromArray(SPECIES, b, b0 + p * 2 * LANES);
      FloatVector bb = FloatVector.fromArray(SPECIES, b, b0 + p * 2 * LANES + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS]);
      sum0a = x0.fma(ba, sum0a);
      sum0b = x0.fma(bb, sum0b);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 1]);
      sum1a = x1.fma(ba, sum1a);
      sum1b = x1.fma(bb, sum1b);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 2]);
      sum2a = x2.fma(ba, sum2a);
      sum2b = x2.fma(bb, sum2b);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 3]);
      sum3a = x3.fma(ba, sum3a);
      sum3b = x3.fma(bb, sum3b);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 4]);
      sum4a = x4.fma(ba, sum4a);
      sum4b = x4.fma(bb, sum4b);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 5]);
      sum5a = x5.fma(ba, sum5a);
      sum5b = x5.fma(bb, sum5b);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 6]);
      sum6a = x6.fma(ba, sum6a);
      sum6b = x6.fma(bb, sum6b);
      FloatVector x7 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 7]);
      sum7a = x7.fma(ba, sum7a);
      sum7b = x7.fma(bb, sum7b);
    }
    sum0a.intoArray(c, c0);
    sum0b.intoArray(c, c0 + LANES);
    sum1a.intoArray(c, c0 + step);
    sum1b.intoArray(c, c0 + step + LANES);
    sum2a.intoArray(c, c0 + 2 * step);
    sum2b.intoArray(c, c0 + 2 * step + LANES);
    sum3a.intoArray(c, c0 + 3 * step);
    sum3b.intoArray(c, c0 + 3 * step + LANES);
    sum4a.intoArray(c, c0 + 4 * step);
    sum4b.intoArray(c, c0 + 4 * step + LANES);
    sum5a.intoArray(c, c0 + 5 * step);
    sum5b.intoArray(c, c0 + 5 * step + LANES);
    sum6a.intoArray(c, c0 + 6 * step);
    sum6b.intoArray(c, c0 + 6 * step + LANES);
    sum7a.intoArray(c, c0 + 7 * step);
    sum7b.intoArray(c, c0 + 7 * step + LANES);
  }

  /** Eight rows by one vector. */
  private static void eightByOne(
      int inner,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] start,
      int start0,
      int startStep,
      float[] c,
      int c0,
      int step) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, start, start0);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, start, start0 + startStep);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, start, start0 + 2 * startStep);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, start, start0 + 3 * startStep);
    FloatVector sum4 = FloatVector.fromArray(SPECIES, start, start0 + 4 * startStep);
    FloatVector sum5 = FloatVector.fromArray(SPECIES, start, start0 + 5 * startStep);
    FloatVector sum6 = FloatVector.fromArray(SPECIES, start, start0 + 6 * startStep);
    FloatVector sum7 = FloatVector.fromArray(SPECIES, start, start0 + 7 * startStep);
    for (int p = 0; p < inner; p++) {
      FloatVector bp = FloatVector.fromArray(SPECIES, b, b0 + p * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS]);
      sum0 = x0.fma(bp, sum0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 1]);
      sum1 = x1.fma(bp, sum1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 2]);
      sum2 = x2.fma(bp, sum2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 3]);
      sum3 = x3.fma(bp, sum3);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 4]);
      sum4 = x4.fma(bp, sum4);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 5]);
      sum5 = x5.fma(bp, sum5);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 6]);
      sum6 = x6.fma(bp, sum6);
      FloatVector x7 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 7]);
      sum7 = x7.fma(bp, sum7);
    }
    sum0.intoArray(c, c0);
    sum1.intoArray(c, c0 + step);
    sum2.intoArray(c, c0 + 2 * step);
    sum3.intoArray(c, c0 + 3 * step);
    sum4.intoArray(c, c0 + 4 * step);
    sum5.intoArray(c, c0 + 5 * step);
    sum6.intoArray(c, c0 + 6 * step);
    sum7.intoArray(c, c0 + 7 * step);
  }

  /** Four rows by two vectors. */
  private static void fourByTwo(
      int inner,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] start,
      int start0,
      int startStep,
      float[] c,
      int c0,
      int step) {
    FloatVector sum0a = FloatVector.fromArray(SPECIES, start, start0);
    FloatVector sum0b = FloatVector.fromArray(SPECIES, start, start0 + LANES);
    FloatVector sum1a = FloatVector.fromArray(SPECIES, start, start0 + startStep);
    FloatVector sum1b = FloatVector.fromArray(SPECIES, start, start0 + startStep + LANES);
    FloatVector sum2a = FloatVector.fromArray(SPECIES, start, start0 + 2 * startStep);
    FloatVector sum2b = FloatVector.fromArray(SPECIES, start, start0 + 2 * startStep + LANES);
    FloatVector sum3a = FloatVector.fromArray(SPECIES, start, start0 + 3 * startStep);
    FloatVector sum3b = FloatVector.fromArray(SPECIES, start, start0 + 3 * startStep + LANES);
    for (int p = 0; p < inner; p++) {
      FloatVector ba = FloatVector.fromArray(SPECIES, b, b0 + p * 2 * LANES);
      FloatVector bb = FloatVector.fromArray(SPECIES, b, b0 + p * 2 * LANES + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS]);
      sum0a = x0.fma(ba, sum0a);
      sum0b = x0.fma(bb, sum0b);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 1]);
      sum1a = x1.fma(ba, sum1a);
      sum1b = x1.fma(bb, sum1b);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 2]);
      sum2a = x2.fma(ba, sum2a);
      sum2b = x2.fma(bb, sum2b);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 3]);
      sum3a = x3.fma(ba, sum3a);
      sum3b = x3.fma(bb, sum3b);
    }
    sum0a.intoArray(c, c0);
    sum0b.intoArray(c, c0 + LANES);
    sum1a.intoArray(c, c0 + step);
    sum1b.intoArray(c, c0 + step + LANES);
    sum2a.intoArray(c, c0 + 2 * step);
    sum2b.intoArray(c, c0 + 2 * step + LANES);
    sum3a.intoArray(c, c0 + 3 * step);
    sum3b.intoArray(c, c0 + 3 * step + LANES);
  }

  /** Four rows by one vector. */
  private static void fourByOne(
      int inner,
      float[] a,
      int a0,
      float[] b,
      int b0,
      float[] start,
      int start0,
      int startStep,
      float[] c,
      int c0,
      int step) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, start, start0);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, start, start0 + startStep);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, start, start0 + 2 * startStep);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, start, start0 + 3 * startStep);
    for (int p = 0; p < inner; p++) {
      FloatVector bp = FloatVector.fromArray(SPECIES, b, b0 + p * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS]);
      sum0 = x0.fma(bp, sum0);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 1]);
      sum1 = x1.fma(bp, sum1);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 2]);
      sum2 = x2.fma(bp, sum2);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + p * ROWS + 3]);
      sum3 = x3.fma(bp, sum3);
    }
    sum0.intoArray(c, c0);
    sum1.intoArray(c, c0 + step);
    sum2.intoArray(c, c0 + 2 * step);
    sum3.intoArray(c, c0 + 3 * step);
  }

  @Override
  public void copy(
      float factor, float[] from, int from0, int step, int count, int length, float[] to, int to0) {
    if (length == 2 * LANES) {
      copyTwo(factor, from, from0, step, count, to, to0);
    } else if (length == LANES) {
      copyOne(factor, from, from0, step, count, to, to0);
    } else if (ROWS == 8) {
      copyEight(factor, from, from0, step, count, to, to0);
    } else {
      copyFour(factor, from, from0, step, count, to, to0);
    }
  }

  private static void copyTwo(
      float factor, float[] from, int from0, int step, int count, float[] to, int to0) {
    FloatVector f = FloatVector.broadcast(SPECIES, factor);
    int at = from0;
    for (int p = 0; p < count; p++, at += step) {
      FloatVector x = FloatVector.fromArray(SPECIES, from, at);
      FloatVector y = FloatVector.fromArray(SPECIES, from, at + LANES);
      f.mul(x).intoArray(to, to0 + p * 2 * LANES);
      f.mul(y).intoArray(to, to0 + p * 2 * LANES + LANES);
    }
  }

  private static void copyOne(
      float factor, float[] from, int from0, int step, int count, float[] to, int to0) {
    FloatVector f = FloatVector.broadcast(SPECIES, factor);
    int at = from0;
    for (int p = 0; p < count; p++, at += step) {
      FloatVector x = FloatVector.fromArray(SPECIES, from, at);
      f.mul(x).intoArray(to, to0 + p * LANES);
    }
  }

  private static void copyEight(
      float factor, float[] from, int from0, int step, int count, float[] to, int to0) {
    int at = from0;
    for (int p = 0; p < count; p++, at += step) {
      int t = to0 + p * 8;
      to[t] = factor * from[at];
      to[t + 1] = factor * from[at + 1];
      to[t + 2] = factor * from[at + 2];
      to[t + 3] = factor * from[at + 3];
      to[t + 4] = factor * from[at + 4];
      to[t + 5] = factor * from[at + 5];
      to[t + 6] = factor * from[at + 6];
      to[t + 7] = factor * from[at + 7];
    }
  }

  private static void copyFour(
      float factor, float[] from, int from0, int step, int count, float[] to, int to0) {
    int at = from0;
    for (int p = 0; p < count; p++, at += step) {
      int t = to0 + p * 4;
      to[t] = factor * from[at];
      to[t + 1] = factor * from[at + 1];
      to[t + 2] = factor * from[at + 2];
      to[t + 3] = factor * from[at + 3];
    }
  }

  @Override
  public void transpose(
      float factor, float[] from, int from0, int step, int count, int length, float[] to, int to0) {
    int at = from0;
    for (int v = to0; v < to0 + length; v += 4, at += 4 * step) {
      if (length == 2 * LANES) {
        transposeToTwo(factor, from, at, step, count, to, v);
      } else if (length == LANES) {
        transposeToOne(factor, from, at, step, count, to, v);
      } else {
        transposeToRows(factor, from, at, step, count, to, v);
      }
    }
  }

  private static void transposeToTwo(
      float factor, float[] from, int from0, int step, int count, float[] to, int to0) {
    int x0 = from0;
    int x1 = from0 + step;
    int x2 = from0 + 2 * step;
    int x3 = from0 + 3 * step;
    for (int p = 0; p < count; p++) {
      to[to0 + p * 2 * LANES] = factor * from[x0 + p];
      to[to0 + p * 2 * LANES + 1] = factor * from[x1 + p];
      to[to0 + p * 2 * LANES + 2] = factor * from[x2 + p];
      to[to0 + p * 2 * LANES + 3] = factor * from[x3 + p];
    }
  }

  private static void transposeToOne(
      float factor, float[] from, int from0, int step, int count, float[] to, int to0) {
    int x0 = from0;
    int x1 = from0 + step;
    int x2 = from0 + 2 * step;
    int x3 = from0 + 3 * step;
    for (int p = 0; p < count; p++) {
      to[to0 + p * LANES] = factor * from[x0 + p];
      to[to0 + p * LANES + 1] = factor * from[x1 + p];
      to[to0 + p * LANES + 2] = factor * from[x2 + p];
      to[to0 + p * LANES + 3] = factor * from[x3 + p];
    }
  }

  private static void transposeToRows(
      float factor, float[] from, int from0, int step, int count, float[] to, int to0) {
    int x0 = from0;
    int x1 = from0 + step;
    int x2 = from0 + 2 * step;
    int x3 = from0 + 3 * step;
    for (int p = 0; p < count; p++) {
      to[to0 + p * ROWS] = factor * from[x0 + p];
      to[to0 + p * ROWS + 1] = factor * from[x1 + p];
      to[to0 + p * ROWS + 2] = factor * from[x2 + p];
      to[to0 + p * ROWS + 3] = factor * from[x3 + p];
    }
  }
}
