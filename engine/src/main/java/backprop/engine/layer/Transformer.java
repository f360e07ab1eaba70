// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Relu;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Add;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.function.UnaryOperator;

/**
 * A block of a transformer encoder: self-attention, then two dense layers for each step, both with
 * a way around. Input and output: time x columns. With {@code norm=pre}
 *
 * <pre>
 *   u = x + dropout(attention(attention-norm(x)))
 *   y = u + dropout(contract(dropout(activation(expand(feed-forward-norm(u))))))
 * </pre>
 *
 * and with {@code norm=post} the norm is taken after each sum:
 *
 * <pre>
 *   u = attention-norm(x + dropout(attention(x)))
 *   y = feed-forward-norm(u + dropout(contract(dropout(activation(expand(u))))))
 * </pre>
 *
 * <p>Parameters: those of {@link Attention} under {@code attention}, of {@link LayerNorm} (epsilon
 * 1e-5) under {@code attention-norm} and {@code feed-forward-norm}, of {@link Dense} under {@code
 * expand} (columns x hidden) and {@code contract} (hidden x columns). Dropout also falls on the
 * attention weights. Vaswani et al., "Attention is all you need", NIPS 2017 (post); Xiong et al.,
 * "On layer normalization in the transformer architecture", ICML 2020 (pre, which trains without
 * warm-up). After the last block with {@code norm=pre} a {@code layer-norm} is usual.
 *
 * @param heads number of heads, at least 1; must divide the input's columns
 * @param hidden width between the two dense layers; 0 for four times the input's columns
 * @param activation what follows the first dense layer
 * @param dropout probability of a zero, in [0, 1); a number or a schedule
 * @param norm where the sums are normalized
 * @param causal whether a step sees only itself and what is before it
 */
@Description("Transformer block: self-attention and two dense layers, each with a way around.")
@Formula(
    "u = x + attention(norm(x)), y = u + dense(activation(dense(norm(u))));"
        + " norm=post: norm after each sum")
@Source(
    "Vaswani et al., \"Attention is all you need\", NIPS 2017, section 3.1; Xiong"
        + " et al., \"On layer normalization in the transformer architecture\", ICML 2020")
public record Transformer(
    @Tip(value = "number of heads", min = 1, required = true) int heads,
    @Tip(value = "width between the dense layers; 0: four times the input's columns", min = 0)
        int hidden,
    @Tip("what follows the first dense layer") Activation activation,
    @Tip(value = "probability of a zero", min = 0, below = 1) Schedule dropout,
    @Tip("where the sums are normalized") Norm norm,
    @Tip("whether a step sees only itself and what is before it") boolean causal)
    implements Layer {

  /** Where layer normalization stands. */
  public enum Norm {
    /** At the entrance of what the way leads around. */
    PRE,
    /** After each sum, as in the original. */
    POST
  }

  public Transformer {
    if (heads < 1) {
      throw new IllegalArgumentException("heads is " + heads + ", it must be at least 1");
    }
    if (hidden < 0) {
      throw new IllegalArgumentException(
          "hidden is " + hidden + ", it must be at least 1, or 0 for four times the columns");
    }
    Rates.checkRate("dropout", dropout);
  }

  /** Four times as wide inside, ReLU, dropout 0.1, normalized before, seeing everything. */
  public Transformer(int heads) {
    this(heads, 0, new Relu(), new Constant(0.1), Norm.PRE, false);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Layers.sequence(g, x);
    Value u = around(g, x, "attention-norm", v -> attention(g, v));
    return around(g, u, "feed-forward-norm", v -> feedForward(g, v));
  }

  private Value around(Graph g, Value x, String name, UnaryOperator<Value> way) {
    Layer normal = new LayerNorm();
    if (norm == Norm.PRE) {
      return g.op(new Add(), x, way.apply(g.scoped(name, () -> normal.apply(g, x))));
    }
    Value sum = g.op(new Add(), x, way.apply(x));
    return g.scoped(name, () -> normal.apply(g, sum));
  }

  private Value attention(Graph g, Value x) {
    Layer attention = new Attention(heads, 0, causal, dropout);
    Value y = g.scoped("attention", () -> attention.apply(g, x));
    return new Dropout(dropout).apply(g, y);
  }

  private Value feedForward(Graph g, Value x) {
    int columns = x.shape().columns();
    int width = hidden == 0 ? Math.multiplyExact(4, columns) : hidden;
    Value wide = g.scoped("expand", () -> new Dense(width, activation).apply(g, x));
    Value thinned = new Dropout(dropout).apply(g, wide);
    Value y = g.scoped("contract", () -> new Dense(columns).apply(g, thinned));
    return new Dropout(dropout).apply(g, y);
  }
}
