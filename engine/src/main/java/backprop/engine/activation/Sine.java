// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.backend.RandomStream;
import backprop.engine.init.HeUniform;
import backprop.engine.init.Initializer;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * {@code sin(frequency * x)}. Derivative {@code frequency * cos(frequency * x)}. The weights before
 * it start uniform in {@code +-sqrt(6 / fan-in) / frequency}, with which sums have variance 1 after
 * the factor. Sitzmann, Martel, Bergman, Lindell and Wetzstein, "Implicit neural representations
 * with periodic activation functions", NeurIPS 2020 (SIREN), section 3.2.
 *
 * <p>The loops take {@link Math#sin} in double precision, element by element: an argument of any
 * size keeps its phase, and a vectorized loop in float would not.
 *
 * @param frequency factor of x, above 0
 */
@Description("Sine of a multiple of x, for periodic and finely detailed functions.")
@Formula("y = sin(frequency * x)")
@Source(
    "Sitzmann, Martel, Bergman, Lindell and Wetzstein, \"Implicit neural representations "
        + "with periodic activation functions\", NeurIPS 2020, section 3.2")
public record Sine(@Tip(value = "factor of x", above = 0) double frequency)
    implements ElementwiseActivation {

  public Sine {
    if (!(frequency > 0 && frequency <= 1e6)) {
      throw new IllegalArgumentException(
          "frequency is " + frequency + ", allowed are numbers above 0 up to 1e6");
    }
  }

  /** Frequency 30. */
  public Sine() {
    this(30);
  }

  @Override
  public Initializer initializer() {
    return new Slow(frequency);
  }

  /** He-uniform, divided by the frequency. */
  private record Slow(double frequency) implements Initializer {
    @Override
    public void fill(
        double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
      new HeUniform().fill(w, rows, columns, fanIn, fanOut, random);
      for (int i = 0; i < w.length; i++) {
        w[i] /= frequency;
      }
    }
  }

  @Override
  public double value(double x) {
    return Math.sin(frequency * x);
  }

  @Override
  public double derivative(double x, double y) {
    return frequency * Math.cos(frequency * x);
  }

  @Override
  public double curvature(double x, double y) {
    return -frequency * frequency * y;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = (float) Math.sin(frequency * x[i]);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i++) {
      dx[i] = dy[i] * (float) (frequency * Math.cos(frequency * x[i]));
    }
  }
}
