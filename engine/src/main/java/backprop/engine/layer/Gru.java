// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Tanh;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Zeros;
import backprop.engine.op.GruSteps;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Gated recurrent unit, in the form whose reset gate acts after the product, as in cuDNN (ONNX:
 * linear_before_reset = 1; Keras: reset_after). With {@code p_t = x_t * weights + bias} and {@code
 * q_t = h_(t-1) * recurrent + recurrent-bias} in three groups of columns:
 *
 * <pre>
 *   z = gate(p1 + q1), r = gate(p2 + q2), n = activation(p3 + r * q3)
 *   h_t = (1 - z) * n + z * h_(t-1),   h_0 = 0
 * </pre>
 *
 * <p>Time x in becomes units (the last step), or time x units. Parameters: {@code weights} (in x 3
 * units, each group starts as Glorot-uniform), {@code recurrent} (units x 3 units, each group
 * starts orthogonal), {@code bias} and {@code recurrent-bias} (1 x 3 units, start at 0). The order
 * of the groups, update, reset, candidate, is that of ONNX.
 *
 * <p>Padded steps, truncation and recurrent dropout are those of {@link Rnn}; dropout hides the
 * state from the product, not from the sum.
 *
 * <p>Cho, van Merrienboer, Gulcehre, Bahdanau, Bougares, Schwenk and Bengio, "Learning phrase
 * representations using RNN encoder-decoder for statistical machine translation", EMNLP 2014.
 *
 * @param units number of units, at least 1
 * @param activation of the candidate: a function of one number
 * @param gate of the two gates: a function of one number, into (0, 1) if they are to be gates
 * @param sequence whether all steps are put out, or the last alone
 * @param reverse whether it starts with the last step; steps keep their places in the output, and
 *     the one that is put out alone is then the first
 * @param backpropSteps how many steps the gradient flows back at most, 0 for all
 * @param recurrentDropout probability with which an element of the state is hidden, in [0, 1)
 */
@Description("Gated recurrent unit: two gates decide what of the state is kept and replaced.")
@Formula(
    "z = gate(p1 + q1), r = gate(p2 + q2), n = activation(p3 + r * q3), where p = x_t "
        + "* weights + bias, q = h_(t-1) * recurrent + recurrent-bias; h_t = (1 - z) * n + "
        + "z * h_(t-1)")
@Source(
    "Cho et al., \"Learning phrase representations using RNN encoder-decoder for "
        + "statistical machine translation\", EMNLP 2014; reset after the product as in "
        + "cuDNN")
public record Gru(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip("of the candidate: a function of one number") Activation activation,
    @Tip("of the gates: a function of one number") Activation gate,
    @Tip("whether all steps are put out, not the last alone") boolean sequence,
    @Tip("whether it starts with the last step") boolean reverse,
    @Tip(value = "steps that the gradient flows back at most, 0 for all", min = 0)
        int backpropSteps,
    @Tip(value = "probability with which an element of the state is hidden", min = 0, below = 1)
        double recurrentDropout)
    implements Recurrent {

  public Gru {
    Cells.check(units, backpropSteps, recurrentDropout);
  }

  /** With tanh and sigmoid, forward, without truncation or dropout. */
  public Gru(int units, boolean sequence) {
    this(units, new Tanh(), new Sigmoid(), sequence, false, 0, 0);
  }

  @Override
  public Gru reversed() {
    return new Gru(units, activation, gate, sequence, !reverse, backpropSteps, recurrentDropout);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape in = Cells.sequence(g, x);
    GruSteps steps =
        new GruSteps(
            Cells.recurrence(g, in, reverse, backpropSteps, recurrentDropout),
            Cells.function(g, "gate", gate),
            Cells.function(g, "activation", activation));
    Value projected = Cells.project(g, x, units, 3, new Zeros());
    Value recurrent = Cells.recurrentWeights(g, units, 3);
    Value bias = Cells.recurrentBias(g, units, 3);
    Value h =
        x.mask() == null
            ? g.op(steps, projected, recurrent, bias)
            : g.op(steps, projected, recurrent, bias, x.mask());
    return Cells.output(g, h, sequence, reverse);
  }
}
