// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Elementwise;

/** Inverse and inverse square root of positive numbers, for rows of moments. */
enum Power implements Elementwise {
  /** {@code 1 / x}; derivative {@code -y * y}. */
  INVERSE {
    @Override
    public double value(double x) {
      return 1 / x;
    }

    @Override
    public double derivative(double x, double y) {
      return -y * y;
    }

    @Override
    public double curvature(double x, double y) {
      return 2 * y * y * y;
    }

    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = 1 / x[i];
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      for (int i = from; i < to; i++) {
        dx[i] = -dy[i] * y[i] * y[i];
      }
    }
  },

  /** {@code 1 / sqrt(x)}; derivative {@code -y * y * y / 2}. */
  INVERSE_ROOT {
    @Override
    public double value(double x) {
      return 1 / Math.sqrt(x);
    }

    @Override
    public double derivative(double x, double y) {
      return -0.5 * y * y * y;
    }

    @Override
    public double curvature(double x, double y) {
      return 0.75 * y * y * y * y * y;
    }

    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = 1 / (float) Math.sqrt(x[i]);
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      for (int i = from; i < to; i++) {
        dx[i] = -0.5f * dy[i] * y[i] * y[i] * y[i];
      }
    }
  }
}
