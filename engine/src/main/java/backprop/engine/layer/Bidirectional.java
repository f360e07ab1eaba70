// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.Add;
import backprop.engine.op.Concatenate;
import backprop.engine.op.Multiply;
import backprop.engine.op.Scale;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Names;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * A recurrent layer in both directions, each with parameters of its own ({@code forward/...},
 * {@code backward/...}), and their outputs put together step by step. Where the layer puts out one
 * step, that of the forward direction is the last and that of the backward direction the first.
 * Schuster and Paliwal, "Bidirectional recurrent neural networks", IEEE Transactions on Signal
 * Processing 45 (1997).
 *
 * @param layer the layer as it runs forward: {@code rnn}, {@code lstm} or {@code gru}
 * @param merge how the two outputs are put together
 */
@Description("A recurrent layer in both directions, their outputs put together.")
@Formula("y_t = merge(forward(x)_t, backward(x)_t)")
@Source(
    "Schuster and Paliwal, \"Bidirectional recurrent neural networks\", IEEE "
        + "Transactions on Signal Processing 45, 1997")
public record Bidirectional(
    @Tip(value = "rnn, lstm or gru, as it runs forward", required = true) Layer layer,
    @Tip("how the two outputs are put together") Merge merge)
    implements Layer {

  /** How two outputs of one shape become one. */
  public enum Merge {
    /** Side by side: twice as many features. */
    CONCATENATE,
    /** Their sum. */
    SUM,
    /** Half their sum. */
    AVERAGE,
    /** Their product, element by element. */
    MULTIPLY
  }

  public Bidirectional {
    if (!(layer instanceof Recurrent)) {
      throw new IllegalArgumentException(
          "layer is "
              + Names.of(layer.getClass())
              + ", allowed are recurrent layers: rnn, lstm and gru");
    }
  }

  /** Side by side. */
  public Bidirectional(Recurrent layer) {
    this(layer, Merge.CONCATENATE);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Layer other = ((Recurrent) layer).reversed();
    Value a = g.scoped("forward", () -> layer.apply(g, x));
    Value b = g.scoped("backward", () -> other.apply(g, x));
    return switch (merge) {
      case CONCATENATE -> g.op(new Concatenate(), a, b);
      case SUM -> g.op(new Add(), a, b);
      case AVERAGE -> g.op(new Scale(0.5), g.op(new Add(), a, b));
      case MULTIPLY -> g.op(new Multiply(), a, b);
    };
  }
}
