// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Adds normal noise of mean 0 while training; passes its input on unchanged when predicting. At the
 * front it is training with noisy copies of the examples, nearly a penalty on the slope of the
 * output: Bishop, "Training with noise is equivalent to Tikhonov regularization", Neural
 * Computation 7 (1995).
 *
 * @param deviation standard deviation of the noise, at least 0; a number or a schedule
 */
@Description("Adds normal noise while training.")
@Formula("y = x + f, f normal with mean 0 and the given deviation; when predicting y = x")
@Source(
    "Bishop, \"Training with noise is equivalent to Tikhonov regularization\","
        + " Neural Computation 7, 1995")
public record GaussianNoise(
    @Tip(value = "standard deviation of the noise", min = 0) Schedule deviation) implements Layer {

  public GaussianNoise {
    Rates.checkDeviation(deviation);
  }

  /** With the same deviation all the time. */
  public GaussianNoise(double deviation) {
    this(Rates.constant("deviation", deviation));
  }

  @Override
  public Value apply(Graph g, Value x) {
    return g.mode().random() && !Rates.isZero(deviation)
        ? g.op(new backprop.engine.op.GaussianNoise(deviation), x)
        : x;
  }
}
