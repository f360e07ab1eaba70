// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Matrix;
import java.util.Arrays;

/**
 * On {@link Tiles}, in the way of {@link VectorProduct}; as long as they are not compiled, that of
 * {@link StepPanels}.
 */
final class StepTiles extends StepProduct {
  private final StepPanels panels;
  private final Tiles tiles;
  private final WarmUp warmUp;
  private final float[][] packedRows;
  private final float[][] edges;
  private final float[] zeros;
  private float[] packed = new float[0];
  private final int mostRows;
  private boolean onTiles;
  private int units;
  private int inner;
  private int columns;

  StepTiles(Workers workers, int mostRows, Tiles tiles, WarmUp warmUp) {
    this.panels = new StepPanels(workers, mostRows);
    this.tiles = tiles;
    this.warmUp = warmUp;
    this.mostRows = (mostRows + tiles.rows() - 1) / tiles.rows() * tiles.rows();
    this.packedRows = new float[workers.threads()][0];
    this.edges = new float[workers.threads()][tiles.rows() * tiles.columns()];
    this.zeros = new float[tiles.columns()];
  }

  @Override
  void pack(Matrix w, boolean transpose, double rows) {
    onTiles = warmUp.done();
    if (!onTiles) {
      panels.pack(w, transpose, rows);
      return;
    }
    units = w.rows();
    inner = transpose ? w.columns() : units;
    columns = transpose ? units : w.columns();
    int wide = tiles.columns();
    int length = (columns + wide - 1) / wide * wide * inner;
    if (packed.length < length) {
      packed = new float[length];
    }
    if (packedRows[0].length < mostRows * inner) {
      for (int i = 0; i < packedRows.length; i++) {
        packedRows[i] = new float[mostRows * inner];
      }
    }
    float[] values = FloatArray.of(w);
    int next = transpose ? w.stride() : 1;
    int step = transpose ? 1 : w.stride();
    for (int from = 0; from < columns; from += wide) {
      int count = Math.min(wide, columns - from);
      side(
          values,
          w.offset() + from * next,
          next,
          step,
          inner,
          count,
          tiles.width(count),
          packed,
          from * inner);
    }
  }

  /** Packs vectors side by side, element by element, with zeros up to {@code width}. */
  private void side(
      float[] from,
      int from0,
      int next,
      int step,
      int length,
      int count,
      int width,
      float[] to,
      int to0) {
    if (count == width && next == 1) {
      tiles.copy(1, from, from0, step, length, width, to, to0);
      return;
    }
    if (count == width && step == 1) {
      tiles.transpose(1, from, from0, next, length, width, to, to0);
      return;
    }
    for (int p = 0; p < length; p++) {
      int t = to0 + p * width;
      for (int v = 0; v < count; v++) {
        to[t + v] = from[from0 + v * next + p * step];
      }
      Arrays.fill(to, t + count, t + width, 0f);
    }
  }

  @Override
  double nanos(int rows) {
    return onTiles ? 0.015 * rows * inner * columns : panels.nanos(rows);
  }

  @Override
  void multiply(int worker, float[][] x, int rows, float[] start, int at, int step, float[][] y) {
    if (!onTiles) {
      panels.multiply(worker, x, rows, start, at, step, y);
      return;
    }
    int high = tiles.rows();
    float[] a = packedRows[worker];
    for (int i = 0; i < rows; i += high) {
      int count = Math.min(high, rows - i);
      for (int g = 0; g * units < inner; g++) {
        side(x[g], i * units, units, 1, units, count, high, a, i * inner + g * units * high);
      }
    }
    float[] first = start == null ? zeros : start;
    for (int from = 0; from < columns; from += tiles.columns()) {
      int count = Math.min(tiles.columns(), columns - from);
      int width = tiles.width(count);
      // Where a tile lies in one group, its rows are where they belong.
      boolean inGroup = count == width && from / units == (from + count - 1) / units;
      for (int i = 0; i < rows; i += high) {
        int height = tiles.height(Math.min(high, rows - i));
        int start0 = start == null ? 0 : at + i * step + from;
        int startStep = start == null ? 0 : step;
        if (inGroup && height <= rows - i) {
          tiles.multiply(
              height,
              width,
              inner,
              a,
              i * inner,
              packed,
              from * inner,
              first,
              start0,
              startStep,
              y[from / units],
              i * units + from % units,
              units);
        } else {
          edge(
              Math.min(height, rows - i),
              count,
              height,
              width,
              a,
              i,
              from,
              first,
              start0,
              startStep,
              edges[worker],
              y);
        }
      }
    }
  }

  /** A tile that reaches beyond the rows or a group is computed in memory of its own. */
  private void edge(
      int rows,
      int count,
      int height,
      int width,
      float[] a,
      int i,
      int from,
      float[] start,
      int start0,
      int startStep,
      float[] tile,
      float[][] y) {
    for (int r = 0; r < rows; r++) {
      Scratch.copy(start, start0 + r * startStep, tile, r * width, count);
    }
    tiles.multiply(
        height, width, inner, a, i * inner, packed, from * inner, tile, 0, width, tile, 0, width);
    for (int r = 0; r < rows; r++) {
      scatter(tile, r * width, from, count, units, i + r, y);
    }
  }
}
