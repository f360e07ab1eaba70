// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;


/**
 * What ELU and SELU share: {@code scale * x} where x is above 0, else {@code scale * alpha * (e^x -
 * 1)}.
 */
final class ExponentialLinear {
  private ExponentialLinear() {}

  static double value(double scale, double alpha, double x) {
    return scale * (Math.max(x, 0) + alpha * Math.expm1(Math.min(x, 0)));
  }

  static double derivative(double scale, double alpha, double x, double y) {
    return x > 0 ? scale : Math.min(y, 0) + scale * alpha;
  }

  static void forward(float scale, float alpha, float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = scale * (Math.max(x[i], 0f) + alpha * FloatFunctions.expm1(Math.min(x[i], 0f)));
    }
  }

  static void backward(
      float scale, float alpha, float[] y, float[] dy, float[] dx, int from, int to) {
    float most = scale * alpha;
    for (int i = from; i < to; i++) {
      float up = Steps.positive(y[i]);
      dx[i] = dy[i] * (up * scale + (1 - up) * (Math.min(y[i], 0f) + most));
    }
  }
}
