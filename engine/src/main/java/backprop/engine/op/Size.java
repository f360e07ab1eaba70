// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Elementwise;

/** What activations may cost, number by number. */
public enum Size implements Elementwise {
  /** {@code |x|}; derivative the sign, 0 at 0. */
  ABSOLUTE {
    @Override
    public double value(double x) {
      return Math.abs(x);
    }

    @Override
    public double derivative(double x, double y) {
      return Math.signum(x);
    }

    @Override
    public double curvature(double x, double y) {
      return 0;
    }

    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = Math.abs(x[i]);
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      for (int i = from; i < to; i++) {
        dx[i] = dy[i] * Math.signum(x[i]);
      }
    }
  },

  /** {@code e^x - x - 1}, twice the divergence of N(0, e^x) from N(0, 1); derivative e^x - 1. */
  LOG_VARIANCE {
    @Override
    public double value(double x) {
      return Math.expm1(x) - x;
    }

    @Override
    public double derivative(double x, double y) {
      return Math.expm1(x);
    }

    @Override
    public double curvature(double x, double y) {
      return Math.exp(x);
    }

    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = (float) value(x[i]);
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      for (int i = from; i < to; i++) {
        dx[i] = dy[i] * (x[i] + y[i]);
      }
    }
  }
}
