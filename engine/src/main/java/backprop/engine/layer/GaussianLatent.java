// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Exponential;
import backprop.engine.activation.Square;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Role;
import backprop.engine.graph.Value;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.Zeros;
import backprop.engine.op.Add;
import backprop.engine.op.Affine;
import backprop.engine.op.Map;
import backprop.engine.op.Multiply;
import backprop.engine.op.Scale;
import backprop.engine.op.Size;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * The code of a variational autoencoder: two weighted sums for each unit, the mean m and the
 * logarithm s of the variance of a normal distribution, of which a number is drawn while training:
 * {@code z = m + e^(s / 2) * n} with n from N(0, 1), through which gradients flow into m and s.
 * Each example's loss gets {@code factor} times the divergence from N(0, 1), {@code KL = (sum of
 * m^2 + e^s - s - 1) / 2}. When predicting, {@code z = m}. Parameters: {@code mean-weights} and
 * {@code log-variance-weights} (in x units), {@code mean-bias} and {@code log-variance-bias} (1 x
 * units).
 *
 * @param units size of the code, at least 1
 * @param factor how much the divergence counts, at least 0. Losses here are means over the D
 *     numbers of a row, so that 1 / D makes the sum a bound of the likelihood where the loss is a
 *     negative logarithm of it
 */
@Description("The code of a variational autoencoder: normal numbers with learned moments.")
@Formula(
    "z = m + e^(s / 2) * n, n normal; loss + factor * sum(m^2 + e^s - s - 1) / 2; when predicting"
        + " z = m")
@Source("Kingma and Welling, \"Auto-encoding variational Bayes\", ICLR 2014, equation 10")
public record GaussianLatent(
    @Tip(value = "size of the code", min = 1, required = true) int units,
    @Tip(value = "how much the divergence from N(0, 1) counts", min = 0) double factor)
    implements Layer {
  public GaussianLatent {
    Layers.checkUnits(units);
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "factor is " + factor + ", allowed are finite numbers from 0 on");
    }
  }

  @Override
  public Value apply(Graph g, Value x) {
    Layers.checkWeights(g, x.shape().columns(), units);
    Value mean = sums(g, x, "mean");
    Value logVariance = sums(g, x, "log-variance");
    if (g.mode() == Mode.TRAIN && factor > 0) {
      Value squares = g.op(new Map(new Square()), mean);
      Value spread = g.op(new Map(Size.LOG_VARIANCE), logVariance);
      Value both = g.op(new Add(), squares, spread);
      g.addLoss(g.op(new Scale(factor / 2), Layers.total(g, both)));
    }
    if (!g.mode().random()) {
      return mean;
    }
    Value zeros = g.op(new Scale(0), mean);
    Value noise = g.op(new backprop.engine.op.GaussianNoise(Rates.constant("deviation", 1)), zeros);
    Value deviation = g.op(new Map(new Exponential()), g.op(new Scale(0.5), logVariance));
    return g.op(new Add(), mean, g.op(new Multiply(), deviation, noise));
  }

  private Value sums(Graph g, Value x, String name) {
    int in = x.shape().columns();
    Value w = g.parameter(name + "-weights", in, units, Role.WEIGHT, new GlorotUniform());
    Value b = g.parameter(name + "-bias", 1, units, Role.BIAS, new Zeros());
    return g.op(new Affine(), x, w, b);
  }
}
