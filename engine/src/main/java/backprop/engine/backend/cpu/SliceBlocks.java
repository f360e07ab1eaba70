// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.FloatMath;
import backprop.engine.backend.Matrix;

/** Kernels on whole rows that treat slices of a row alike; and division by the root mean square. */
final class SliceBlocks extends Blocks {
  private final Body softmax = this::softmax;
  private final Body softmaxGradient = this::softmaxGradient;
  private final Body maximum = this::maximum;
  private final Body maximumGradient = this::maximumGradient;
  private final Body rootMeanSquare = this::rootMeanSquare;
  private final Body rootMeanSquareGradient = this::rootMeanSquareGradient;

  // The call at hand.
  private int slices;
  private int groupRows;
  private boolean causal;
  private Matrix mask;
  private Matrix perRow;
  private double epsilon;

  SliceBlocks(Workers workers, Scratch[] scratch) {
    super(workers, scratch);
  }

  void softmax(int groups, int slices, boolean causal, Matrix x, Matrix mask, Matrix y) {
    this.slices = slices;
    this.groupRows = x.rows() / groups;
    this.causal = causal;
    this.mask = mask;
    run(softmax, x, null, 0, y);
  }

  private void softmax(Scratch s, int row, int rows) {
    int width = columns / slices;
    for (int r = 0; r < rows; r++) {
      allowed(row + r, s.c, r * columns, width);
      for (int from = r * columns; from < (r + 1) * columns; from += width) {
        shift(s.a, s.c, s.d, from, from + width);
      }
    }
    FloatMath.exp(s.d, s.d, 0, rows * columns);
    for (int i = 0; i < rows * columns; i++) {
      s.d[i] *= s.c[i];
    }
    for (int from = 0; from < rows * columns; from += width) {
      int to = from + width;
      float sum = sum(s.d, from, to);
      float factor = sum == 0 ? 0 : 1 / sum;
      for (int i = from; i < to; i++) {
        s.d[i] *= factor;
      }
    }
  }

  /** Puts 1 where a column is allowed for a row and 0 where not, for all slices. */
  private void allowed(int row, float[] to, int at, int width) {
    int group = row / groupRows * width;
    int last = causal ? Math.min(width - 1, row % groupRows) : width - 1;
    for (int c = 0; c < width; c++) {
      to[at + c] = c <= last && (mask == null || at(mask, group + c) != 0) ? 1 : 0;
    }
    for (int s = 1; s < slices; s++) {
      System.arraycopy(to, at, to, at + s * width, width);
    }
  }

  /** y = x - the maximum of the allowed ones, at which the exponential is 1; 0 elsewhere. */
  private static void shift(float[] x, float[] allowed, float[] y, int from, int to) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      max = allowed[i] != 0 ? Math.max(max, x[i]) : max;
    }
    for (int i = from; i < to; i++) {
      y[i] = allowed[i] != 0 ? x[i] - max : 0;
    }
  }

  void softmaxGradient(int slices, Matrix y, Matrix dy, double beta, Matrix dx) {
    this.slices = slices;
    run(softmaxGradient, y, dy, beta, dx);
  }

  private void softmaxGradient(Scratch s, int row, int rows) {
    int width = columns / slices;
    for (int from = 0; from < rows * columns; from += width) {
      int to = from + width;
      float sum = dot(s.a, s.b, from, to);
      for (int i = from; i < to; i++) {
        s.d[i] = s.a[i] * (s.b[i] - sum);
      }
    }
  }

  void maximum(int slices, Matrix x, Matrix y) {
    this.slices = slices;
    run(maximum, x, null, 0, y);
  }

  private void maximum(Scratch s, int row, int rows) {
    int width = columns / slices;
    for (int r = 0; r < rows; r++) {
      int y = r * width;
      System.arraycopy(s.a, r * columns, s.d, y, width);
      for (int x = r * columns + width; x < (r + 1) * columns; x += width) {
        for (int i = 0; i < width; i++) {
          s.d[y + i] = Math.max(s.d[y + i], s.a[x + i]);
        }
      }
    }
  }

  void maximumGradient(int slices, Matrix x, Matrix dy, double beta, Matrix dx) {
    this.slices = slices;
    run(maximumGradient, x, dy, beta, dx);
  }

  private void maximumGradient(Scratch s, int row, int rows) {
    int width = columns / slices;
    for (int r = 0; r < rows; r++) {
      int x = r * columns;
      for (int i = 0; i < width; i++) {
        int best = x + i;
        for (int j = x + width + i; j < x + columns; j += width) {
          best = s.a[j] > s.a[best] ? j : best;
        }
        for (int j = x + i; j < x + columns; j += width) {
          s.d[j] = 0;
        }
        s.d[best] = s.b[r * width + i];
      }
    }
  }

  void rootMeanSquare(Matrix x, double epsilon, Matrix y, Matrix scale) {
    this.epsilon = epsilon;
    perRow = scale;
    run(rootMeanSquare, x, null, 0, y);
  }

  private void rootMeanSquare(Scratch s, int row, int rows) {
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = from + columns;
      double square = columns == 0 ? 0 : (double) dot(s.a, s.a, from, to) / columns;
      float scale = (float) (1 / Math.sqrt(square + epsilon));
      put(perRow, row + r, scale);
      for (int i = from; i < to; i++) {
        s.d[i] = s.a[i] * scale;
      }
    }
  }

  void rootMeanSquareGradient(Matrix y, Matrix scale, Matrix dy, double beta, Matrix dx) {
    perRow = scale;
    run(rootMeanSquareGradient, y, dy, beta, dx);
  }

  private void rootMeanSquareGradient(Scratch s, int row, int rows) {
    for (int r = 0; r < rows; r++) {
      int from = r * columns;
      int to = from + columns;
      float slope = dot(s.a, s.b, from, to) / columns;
      float scale = at(perRow, row + r);
      for (int i = from; i < to; i++) {
        s.d[i] = scale * (s.b[i] - s.a[i] * slope);
      }
    }
  }
}
