// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Tanh;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.LstmSteps;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Long short-term memory. With {@code s_t = x_t * weights + h_(t-1) * recurrent + bias} in four
 * groups of columns:
 *
 * <pre>
 *   i = gate(s1), f = gate(s2), o = gate(s3), g = activation(s4)
 *   c_t = f * c_(t-1) + i * g,   h_t = o * activation(c_t),   c_0 = h_0 = 0
 * </pre>
 *
 * <p>Time x in becomes units (the last step), or time x units. Parameters: {@code weights} (in x 4
 * units, each group starts as Glorot-uniform), {@code recurrent} (units x 4 units, each group
 * starts orthogonal), {@code bias} (1 x 4 units, starts at 0, the forget gate's at {@code
 * forget-bias}). The order of the groups: input gate, forget gate, output gate, candidate.
 *
 * <p>Padded steps, truncation and recurrent dropout are those of {@link Rnn}.
 *
 * <p>Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 9 (1997); the forget
 * gate: Gers, Schmidhuber and Cummins, "Learning to forget: continual prediction with LSTM", Neural
 * Computation 12 (2000); its bias of 1: Jozefowicz, Zaremba and Sutskever, "An empirical
 * exploration of recurrent network architectures", ICML 2015.
 *
 * @param units number of units, at least 1
 * @param activation of the candidate and of the cell on its way out: a function of one number
 * @param gate of the three gates: a function of one number, into (0, 1) if they are to be gates
 * @param sequence whether all steps are put out, or the last alone
 * @param reverse whether it starts with the last step; steps keep their places in the output, and
 *     the one that is put out alone is then the first
 * @param backpropSteps how many steps the gradient flows back at most, 0 for all
 * @param recurrentDropout probability with which an element of the state is hidden, in [0, 1)
 * @param forgetBias first value of the forget gate's bias
 */
@Description("Long short-term memory: gates decide what the state keeps, takes up and shows.")
@Formula(
    "i, f, o = gate(s1), gate(s2), gate(s3), g = activation(s4), where s_t = x_t * "
        + "weights + h_(t-1) * recurrent + bias; c_t = f * c_(t-1) + i * g; h_t = o * "
        + "activation(c_t)")
@Source(
    "Hochreiter and Schmidhuber, \"Long short-term memory\", Neural Computation 9, "
        + "1997; Gers, Schmidhuber and Cummins, \"Learning to forget\", Neural Computation "
        + "12, 2000")
public record Lstm(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip("of the candidate and of the cell: a function of one number") Activation activation,
    @Tip("of the gates: a function of one number") Activation gate,
    @Tip("whether all steps are put out, not the last alone") boolean sequence,
    @Tip("whether it starts with the last step") boolean reverse,
    @Tip(value = "steps that the gradient flows back at most, 0 for all", min = 0)
        int backpropSteps,
    @Tip(value = "probability with which an element of the state is hidden", min = 0, below = 1)
        double recurrentDropout,
    @Tip("first value of the forget gate's bias") double forgetBias)
    implements Recurrent {

  public Lstm {
    Cells.check(units, backpropSteps, recurrentDropout);
    if (!Double.isFinite(forgetBias)) {
      throw new IllegalArgumentException(
          "forget-bias is " + forgetBias + ", allowed are finite numbers");
    }
  }

  /** With tanh and sigmoid, forward, without truncation or dropout, forget bias 1. */
  public Lstm(int units, boolean sequence) {
    this(units, new Tanh(), new Sigmoid(), sequence, false, 0, 0, 1);
  }

  @Override
  public Lstm reversed() {
    return new Lstm(
        units, activation, gate, sequence, !reverse, backpropSteps, recurrentDropout, forgetBias);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Cells.sequence(g, x);
    LstmSteps steps =
        new LstmSteps(
            Cells.recurrence(g, in, reverse, backpropSteps, recurrentDropout),
            Cells.function(g, "gate", gate),
            Cells.function(g, "activation", activation));
    Value projected = Cells.project(g, x, units, 4, Cells.bias(1, 4, forgetBias));
    Value h = Cells.steps(g, steps, x.mask(), projected, Cells.recurrentWeights(g, units, 4));
    return Cells.output(g, h, sequence, reverse);
  }
}
