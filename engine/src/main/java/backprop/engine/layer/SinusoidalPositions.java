// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Sinusoids;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Tells steps of a sequence apart: adds {@code sin(t / base^(2i / columns))} to column 2i and
 * {@code cos(t / base^(2i / columns))} to column 2i + 1 of step t, which counts from 0. Input and
 * output: time x columns. No parameters. Vaswani et al., "Attention is all you need", NIPS 2017,
 * section 3.5.
 *
 * @param base above 0; the longest wavelength is nearly {@code 2 pi base}
 */
@Description("Adds sines and cosines of the step's number to a sequence.")
@Formula(
    "y(t, 2i) = x(t, 2i) + sin(t / base^(2i / columns)), y(t, 2i + 1) = x(t, 2i +"
        + " 1) + cos(t / base^(2i / columns))")
@Source("Vaswani et al., \"Attention is all you need\", NIPS 2017, section 3.5")
public record SinusoidalPositions(
    @Tip(value = "the longest wavelength, divided by 2 pi", above = 0) double base)
    implements Layer {

  public SinusoidalPositions {
    if (!(base > 0 && base < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "base is " + base + ", allowed are finite numbers above 0");
    }
  }

  /** Base 10,000, as in the paper. */
  public SinusoidalPositions() {
    this(10_000);
  }

  @Override
  public Value apply(Graph g, Value x) {
    int time = Layers.sequence(g, x).size(0);
    return Layers.addTable(g, x, g.op(new Sinusoids(time, x.shape().columns(), base)));
  }
}
