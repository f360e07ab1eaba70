// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Piecewise linear sigmoid: {@code slope * x + 1/2}, limited to [0, 1]. Derivative slope between
 * the limits, else 0. With slope 1/6, the default, it is PyTorch's; with 0.2 it is that of Theano
 * and Deeplearning4j (Courbariaux, Bengio and David, "BinaryConnect", NeurIPS 2015).
 *
 * @param slope slope between the limits, above 0
 */
@Description("Sigmoid made of three straight lines.")
@Formula("y = min(max(slope * x + 1/2, 0), 1)")
@Source(
    "Courbariaux, Bengio and David, \"BinaryConnect: training deep neural networks with "
        + "binary weights during propagations\", NIPS 2015, equation 3, with slope 1/2; slope "
        + "1/6 as in PyTorch")
public record HardSigmoid(@Tip(value = "slope between the limits", above = 0) double slope)
    implements ElementwiseActivation {
  public HardSigmoid {
    if (!(slope > 0 && slope < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "slope is " + slope + ", allowed are finite numbers above 0");
    }
  }

  /** Slope 1/6. */
  public HardSigmoid() {
    this(1.0 / 6);
  }

  @Override
  public double value(double x) {
    double limit = 0.5 / slope;
    return slope * Fits.limited(x, -limit, limit) + 0.5;
  }

  @Override
  public double derivative(double x, double y) {
    return Math.abs(x) < 0.5 / slope || x == 0.5 / slope ? slope : 0;
  }

  @Override
  public double curvature(double x, double y) {
    return 0;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    float s = (float) slope;
    float limit = (float) (0.5 / slope);
    for (int i = from; i < to; i++) {
      y[i] = s * Fits.limited(x[i], -limit, limit) + 0.5f;
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    float s = (float) slope;
    float limit = (float) (0.5 / slope);
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * s * Fits.within(x[i], -limit, limit);
    }
  }
}
