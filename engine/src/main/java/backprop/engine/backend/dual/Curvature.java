// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.Rowwise;
import java.util.Arrays;

/** Second derivatives as functions, so that the kernels for functions compute them. */
final class Curvature {
  private Curvature() {}

  /** {@code f''} as a function. */
  record OfOne(Elementwise f) implements Elementwise {
    @Override
    public double value(double x) {
      return f.curvature(x, f.value(x));
    }

    @Override
    public double derivative(double x, double y) {
      throw new NoTangentException("the third derivative of " + f + " is not known");
    }

    @Override
    public double curvature(double x, double y) {
      throw new NoTangentException("the fourth derivative of " + f + " is not known");
    }

    @Override
    public void forward(float[] x, float[] y, int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = (float) f.curvature(x[i], f.value(x[i]));
      }
    }

    @Override
    public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
      derivative(x[from], y[from]);
    }
  }

  /** A function whose derivative is {@code f''}. */
  record OfPair(Pairwise f) implements Pairwise {
    @Override
    public double value(double prediction, double target) {
      return f.derivative(prediction, target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return f.curvature(prediction, target);
    }

    @Override
    public double curvature(double prediction, double target) {
      throw new NoTangentException("the third derivative of " + f + " is not known");
    }

    @Override
    public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
      f.backward(prediction, target, out, from, to);
    }

    @Override
    public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
      for (int i = from; i < to; i++) {
        out[i] = (float) f.curvature(prediction[i], target[i]);
      }
    }
  }

  /**
   * A function of rows whose gradient is the product of the second derivatives with the vector that
   * follows each row's target.
   */
  record OfRow(Rowwise f) implements Rowwise {
    @Override
    public double value(double[] output, int n, double[] target, int m) {
      throw new UnsupportedOperationException("the slope along a vector is not asked for");
    }

    @Override
    public void gradient(double[] output, int n, double[] target, int m, double[] gradient) {
      f.curvature(output, n, target, m - n, Arrays.copyOfRange(target, m - n, m), gradient);
    }

    @Override
    public void curvature(
        double[] output, int n, double[] target, int m, double[] vector, double[] product) {
      throw new NoTangentException("the third derivatives of " + f + " are not known");
    }
  }
}
