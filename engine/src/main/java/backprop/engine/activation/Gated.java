// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.backend.FloatMath;
import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;

/**
 * What swish, mish and the approximate GELU share: x times a gate between 0 and 1, both by way of
 * one exponential, so that float loops need one pass of {@link FloatMath#exp}.
 */
interface Gated extends ElementwiseActivation, FloatMath.ByExponential {
  /** Beyond this, infinity times a closed gate would be NaN. */
  double FAR = 1e300;

  @Override
  default Initializer initializer() {
    return new HeNormal();
  }

  @Override
  default void forward(float[] x, float[] y, int from, int to) {
    FloatMath.values(this, x, y, from, to);
  }

  @Override
  default void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    FloatMath.gradients(this, x, dy, dx, from, to);
  }
}
