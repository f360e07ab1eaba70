// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Tanh;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Zeros;
import backprop.engine.op.RnnSteps;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Simple recurrent layer: {@code h_t = activation(x_t * weights + h_(t-1) * recurrent + bias)},
 * {@code h_0 = 0}. Time x in becomes units (the last step), or time x units. Parameters: {@code
 * weights} (in x units, starts as Glorot-uniform), {@code recurrent} (units x units, starts
 * orthogonal), {@code bias} (1 x units, starts at 0).
 *
 * <p>A padded step of a masked sequence leaves the state as it was, so that the last step is that
 * of the last real one. Gradients are those of backpropagation through time; with {@code
 * backprop-steps} above 0 the sequence is cut into segments of so many steps, and no gradient flows
 * through the state from one to the one before: truncated backpropagation through time. Recurrent
 * dropout hides the same elements of the state from {@code recurrent} in all steps of a sequence.
 *
 * <p>Elman, "Finding structure in time", Cognitive Science 14 (1990); Williams and Peng, "An
 * efficient gradient-based algorithm for on-line training of recurrent network trajectories",
 * Neural Computation 2 (1990), for the truncation; Gal and Ghahramani, "A theoretically grounded
 * application of dropout in recurrent neural networks", NIPS 2016.
 *
 * @param units number of units, at least 1
 * @param activation a function of one number
 * @param sequence whether all steps are put out, or the last alone
 * @param reverse whether it starts with the last step; steps keep their places in the output, and
 *     the one that is put out alone is then the first
 * @param backpropSteps how many steps the gradient flows back at most, 0 for all
 * @param recurrentDropout probability with which an element of the state is hidden, in [0, 1)
 */
@Description("Simple recurrent layer: each step sees the output of the step before.")
@Formula("h_t = activation(x_t * weights + h_(t-1) * recurrent + bias), h_0 = 0")
@Source("Elman, \"Finding structure in time\", Cognitive Science 14, 1990")
public record Rnn(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip("what follows the weighted sum: a function of one number") Activation activation,
    @Tip("whether all steps are put out, not the last alone") boolean sequence,
    @Tip("whether it starts with the last step") boolean reverse,
    @Tip(value = "steps that the gradient flows back at most, 0 for all", min = 0)
        int backpropSteps,
    @Tip(value = "probability with which an element of the state is hidden", min = 0, below = 1)
        double recurrentDropout)
    implements Recurrent {

  public Rnn {
    Cells.check(units, backpropSteps, recurrentDropout);
  }

  /** With tanh, forward, without truncation or dropout. */
  public Rnn(int units, boolean sequence) {
    this(units, new Tanh(), sequence, false, 0, 0);
  }

  @Override
  public Rnn reversed() {
    return new Rnn(units, activation, sequence, !reverse, backpropSteps, recurrentDropout);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Cells.sequence(g, x);
    RnnSteps steps =
        new RnnSteps(
            Cells.recurrence(g, in, reverse, backpropSteps, recurrentDropout),
            Cells.function(g, "activation", activation));
    Value projected = Cells.project(g, x, units, 1, new Zeros());
    Value h = Cells.steps(g, steps, x.mask(), projected, Cells.recurrentWeights(g, units, 1));
    return Cells.output(g, h, sequence, reverse);
  }
}
