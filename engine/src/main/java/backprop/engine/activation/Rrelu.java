// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.op.RandomSlope;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * ReLU with a random slope below 0: {@code x} where x is above 0, else {@code a * x}; while
 * training a is drawn uniformly between the limits for every element and step, when predicting it
 * is their mean. Xu, Wang, Chen and Li, "Empirical evaluation of rectified activations in
 * convolution network", 2015 (arXiv 1505.00853), who divide by a number between 3 and 8.
 *
 * @param lower smallest slope, at least 0
 * @param upper largest slope, from lower up to 1
 */
@Description("Rectified linear with a random slope below 0 while training.")
@Formula("y = x for x > 0, else a * x, a uniform in [lower, upper], their mean when predicting")
@Source(
    "Xu, Wang, Chen and Li, \"Empirical evaluation of rectified activations in "
        + "convolutional network\", 2015 (arXiv 1505.00853), who divide by a number between 3 "
        + "and 8")
public record Rrelu(
    @Tip(value = "smallest slope below 0", min = 0, max = 1) double lower,
    @Tip(value = "largest slope below 0", min = 0, max = 1) double upper)
    implements Activation {

  public Rrelu {
    if (!(lower >= 0 && lower <= upper && upper <= 1)) {
      throw new IllegalArgumentException(
          "lower is "
              + lower
              + " and upper is "
              + upper
              + ": lower must be from 0 to upper, and upper up to 1");
    }
  }

  /** Slopes from 1/8 to 1/3. */
  public Rrelu() {
    this(1.0 / 8, 1.0 / 3);
  }

  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public Value apply(Graph g, Value x) {
    double mean = (lower + upper) / 2;
    return g.op(g.mode().random() ? new RandomSlope(lower, upper) : new RandomSlope(mean, mean), x);
  }
}
