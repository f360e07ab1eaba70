// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * {@code min(max(x, 0), maximum)}. Derivative 1 between 0 and the maximum, else 0. With maximum 6
 * it is ReLU6: Krizhevsky, "Convolutional deep belief networks on CIFAR-10", 2010.
 *
 * @param maximum the largest output, above 0
 */
@Description("Rectified linear, at most 6 or another number.")
@Formula("y = min(max(x, 0), maximum)")
@Source("Krizhevsky, \"Convolutional deep belief networks on CIFAR-10\", 2010, with maximum 6")
public record ClippedRelu(@Tip(value = "the largest output", above = 0) double maximum)
    implements ElementwiseActivation {
  public ClippedRelu {
    if (!(maximum > 0 && maximum <= 1e30)) {
      throw new IllegalArgumentException(
          "maximum is " + maximum + ", allowed are numbers above 0 up to 1e30");
    }
  }

  /** At most 6. */
  public ClippedRelu() {
    this(6);
  }

  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public double value(double x) {
    return Fits.limited(x, 0, maximum);
  }

  @Override
  public double derivative(double x, double y) {
    return x > 0 && x <= maximum ? 1 : 0;
  }

  @Override
  public double curvature(double x, double y) {
    return 0;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    float most = (float) maximum;
    for (int i = from; i < to; i++) {
      y[i] = Fits.limited(x[i], 0f, most);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    float most = (float) maximum;
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * Fits.within(x[i], 0f, most);
    }
  }
}
