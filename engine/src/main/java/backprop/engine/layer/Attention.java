// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.AttentionScores;
import backprop.engine.op.AttentionSum;
import backprop.engine.op.MaskedSoftmax;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Multi-head self-attention: every step of a sequence becomes a weighted mean of what all steps
 * offer, once for each head. Input and output: time x columns.
 *
 * <pre>
 *   Q = x query/weights + query/bias      K and V likewise       (time x heads * d)
 *   A = softmax(Q_h K_h' / sqrt(d))       over the keys that may be seen, for every head h
 *   y = [A_1 V_1, ..., A_heads V_heads] output/weights + output/bias
 * </pre>
 *
 * <p>Head h owns the columns h * d to (h + 1) * d - 1 of Q, K and V. Steps that the input's mask
 * calls padding are seen by nobody. Parameters: {@code query/weights}, {@code key/weights}, {@code
 * value/weights} (columns x heads * d), {@code output/weights} (heads * d x columns), all starting
 * as Glorot-uniform, and a {@code bias} beside each, starting at 0. Vaswani et al., "Attention is
 * all you need", NIPS 2017, section 3.2.
 *
 * @param heads number of heads, at least 1
 * @param keyDimensions d, columns of a head; 0 for the input's columns divided by the heads
 * @param causal whether a step sees only itself and what is before it
 * @param dropout probability that a weight of A is set to 0 while training, in [0, 1); a number or
 *     a schedule
 */
@Description("Multi-head self-attention: every step sees all steps of the sequence.")
@Formula(
    "y = [softmax(Q_1 K_1' / sqrt(d)) V_1, ...] W_O + b_O with Q, K, V = x W + b of" + " each head")
@Source("Vaswani et al., \"Attention is all you need\", NIPS 2017, section 3.2")
public record Attention(
    @Tip(value = "number of heads", min = 1, required = true) int heads,
    @Tip(value = "columns of a head; 0: the input's columns divided by the heads", min = 0)
        int keyDimensions,
    @Tip("whether a step sees only itself and what is before it") boolean causal,
    @Tip(value = "probability that an attention weight is dropped", min = 0, below = 1)
        Schedule dropout)
    implements Layer {

  public Attention {
    if (heads < 1) {
      throw new IllegalArgumentException("heads is " + heads + ", it must be at least 1");
    }
    if (keyDimensions < 0) {
      throw new IllegalArgumentException(
          "key-dimensions is " + keyDimensions + ", it must be at least 1, or 0 for automatic");
    }
    Rates.checkRate("dropout", dropout);
  }

  /** Heads that share the input's columns; sees everything, drops nothing. */
  public Attention(int heads) {
    this(heads, 0, false, new Constant(0));
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape shape = Layers.sequence(g, x);
    Dense wide = new Dense(Math.multiplyExact(heads, dimensions(g, shape.columns())));
    Value queries = g.scoped("query", () -> wide.apply(g, x));
    Value keys = g.scoped("key", () -> wide.apply(g, x));
    Value values = g.scoped("value", () -> wide.apply(g, x));
    Value scores = g.op(new AttentionScores(heads), queries, keys);
    MaskedSoftmax softmax = new MaskedSoftmax(heads, causal);
    Value seen = x.mask() == null ? g.op(softmax, scores) : g.op(softmax, scores, x.mask());
    Value weights = new Dropout(dropout).apply(g, seen);
    Value sums = g.op(new AttentionSum(heads), weights, values);
    return g.scoped("output", () -> new Dense(shape.columns()).apply(g, sums));
  }

  private int dimensions(Graph g, int columns) {
    if (keyDimensions == 0 && columns % heads != 0) {
      throw Layers.error(
          g,
          columns
              + " columns cannot be divided among "
              + heads
              + " heads: take another number of heads, or say key-dimensions");
    }
    return keyDimensions == 0 ? columns / heads : keyDimensions;
  }
}
