// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * {@code x}, limited to [low, high]. Derivative 1 between the limits, else 0. Exact in float but
 * for the rounding of the limits. Collobert, "Large scale machine learning", 2004.
 *
 * @param low what smaller numbers become
 * @param high what larger numbers become, above low
 */
@Description("x, limited to a range.")
@Formula("y = min(max(x, low), high)")
@Source("Collobert, \"Large scale machine learning\", PhD thesis, University of Paris 6, 2004")
public record HardTanh(
    @Tip("what smaller numbers become") double low, @Tip("what larger numbers become") double high)
    implements ElementwiseActivation {
  public HardTanh {
    if (!(low < high && Math.abs(low) <= 1e30 && Math.abs(high) <= 1e30)) {
      throw new IllegalArgumentException(
          "low is "
              + low
              + " and high is "
              + high
              + ": low must be below high, both within +-1e30");
    }
  }

  /** From -1 to 1. */
  public HardTanh() {
    this(-1, 1);
  }

  @Override
  public double value(double x) {
    return Fits.limited(x, low, high);
  }

  @Override
  public double derivative(double x, double y) {
    return x > low && x <= high ? 1 : 0;
  }

  @Override
  public double curvature(double x, double y) {
    return 0;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    float least = (float) low;
    float most = (float) high;
    for (int i = from; i < to; i++) {
      y[i] = Fits.limited(x[i], least, most);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    float least = (float) low;
    float most = (float) high;
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * Fits.within(x[i], least, most);
    }
  }
}
