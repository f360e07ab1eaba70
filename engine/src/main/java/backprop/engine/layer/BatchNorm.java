// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Value;
import backprop.engine.op.BatchNormalize;
import backprop.engine.op.NormalizeByState;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Batch normalization of the last axis: every column to mean 0 and variance 1, then times a trained
 * gain (starts at 1) plus a trained shift (starts at 0). While training with the moments of the
 * batch (over examples and time), when predicting with running means of them; see {@link
 * BatchNormalize}. Parameters: {@code gain}, {@code shift}; state: {@code mean-sum}, {@code
 * variance-sum}, {@code weight-sum}; all 1 x columns.
 *
 * @param momentum what each batch leaves of the running moments, in [0, 1)
 * @param epsilon added to the variance, above 0
 */
@Description("Batch normalization: columns to mean 0 and variance 1 over the batch.")
@Formula(
    "y = gain * (x - mean) / sqrt(variance + epsilon) + shift, moments of the batch; "
        + "when predicting running moments")
@Source(
    "Ioffe and Szegedy, \"Batch normalization: accelerating deep network training by "
        + "reducing internal covariate shift\", ICML 2015, algorithms 1 and 2")
public record BatchNorm(
    @Tip(value = "what each batch leaves of the running moments", min = 0, below = 1)
        double momentum,
    @Tip(value = "added to the variance", above = 0) double epsilon)
    implements Layer {

  public BatchNorm {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "momentum is " + momentum + ", allowed are 0 up to, but not, 1");
    }
    Layers.checkEpsilon(epsilon);
  }

  /** Momentum 0.9, epsilon 1e-5. */
  public BatchNorm() {
    this(0.9, 1e-5);
  }

  @Override
  public Value apply(Graph g, Value x) {
    int columns = x.shape().columns();
    Value mean = g.sums("mean-sum", columns, NormalizeByState.INITIAL_MEAN);
    Value variance = g.sums("variance-sum", columns, NormalizeByState.INITIAL_WEIGHT);
    Value weight = g.sums("weight-sum", columns, NormalizeByState.INITIAL_WEIGHT);
    Value normal =
        g.mode() == Mode.TRAIN
            ? g.op(new BatchNormalize(momentum, epsilon), x, mean, variance, weight)
            : g.op(new NormalizeByState(epsilon), x, mean, variance, weight);
    return Layers.gainAndShift(g, normal);
  }
}
