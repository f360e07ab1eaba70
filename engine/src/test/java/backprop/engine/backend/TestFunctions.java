// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/** Functions for {@link KernelsContract}. */
final class TestFunctions {
  private TestFunctions() {}

  /** x^3 - x, with derivative 3 x^2 - 1 + y: also depends on y, so that a wrong y is noticed. */
  static final Elementwise CUBIC =
      new Elementwise() {
        @Override
        public double value(double x) {
          return x * x * x - x;
        }

        @Override
        public double derivative(double x, double y) {
          return 3 * x * x - 1 + y;
        }

        @Override
        public double curvature(double x, double y) {
          return 6 * x + 3 * x * x - 1;
        }

        @Override
        public void forward(float[] x, float[] y, int from, int to) {
          for (int i = from; i < to; i++) {
            y[i] = x[i] * x[i] * x[i] - x[i];
          }
        }

        @Override
        public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
          for (int i = from; i < to; i++) {
            dx[i] = dy[i] * (3 * x[i] * x[i] - 1 + y[i]);
          }
        }
      };

  /** (p - t)^2 + t. */
  static final Pairwise SQUARE =
      new Pairwise() {
        @Override
        public double value(double p, double t) {
          return (p - t) * (p - t) + t;
        }

        @Override
        public double derivative(double p, double t) {
          return 2 * (p - t);
        }

        @Override
        public double curvature(double p, double t) {
          return 2;
        }

        @Override
        public void forward(float[] p, float[] t, float[] out, int from, int to) {
          for (int i = from; i < to; i++) {
            out[i] = (p[i] - t[i]) * (p[i] - t[i]) + t[i];
          }
        }

        @Override
        public void backward(float[] p, float[] t, float[] out, int from, int to) {
          for (int i = from; i < to; i++) {
            out[i] = 2 * (p[i] - t[i]);
          }
        }
      };

  /** Slot = 0.9 slot + gradient; weight -= constant * slot. */
  static final UpdateRule MOMENTUM =
      new UpdateRule() {
        @Override
        public void update(
            float[] w, float[] g, float[][] slots, double[] constants, int from, int to) {
          float[] v = slots[0];
          float rate = (float) constants[0];
          for (int i = from; i < to; i++) {
            v[i] = 0.9f * v[i] + g[i];
            w[i] -= rate * v[i];
          }
        }

        @Override
        public void update(
            double[] w, double[] g, double[][] slots, double[] constants, int from, int to) {
          for (int i = from; i < to; i++) {
            slots[0][i] = 0.9 * slots[0][i] + g[i];
            w[i] -= constants[0] * slots[0][i];
          }
        }
      };

  /** Gradient *= 1 / (1 + second constant * first constant), which is a norm. */
  static final UpdateRule BY_NORM =
      new UpdateRule() {
        @Override
        public void update(
            float[] w, float[] g, float[][] slots, double[] constants, int from, int to) {
          float factor = (float) (1 / (1 + constants[1] * constants[0]));
          for (int i = from; i < to; i++) {
            g[i] *= factor;
          }
        }

        @Override
        public void update(
            double[] w, double[] g, double[][] slots, double[] constants, int from, int to) {
          for (int i = from; i < to; i++) {
            g[i] *= 1 / (1 + constants[1] * constants[0]);
          }
        }
      };
}
