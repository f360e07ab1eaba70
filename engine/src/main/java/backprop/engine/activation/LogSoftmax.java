// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;

/**
 * {@code x - log(sum(e^x))} over the last axis: logarithms of probabilities, shifted by the largest
 * x, so that nothing overflows. A network's last layer does not need it: the losses for classes
 * take logits (and would find the same loss after it).
 */
@Description("Logarithm of the softmax over the last axis.")
@Formula("y_i = x_i - ln(sum over j of e^(x_j))")
@Source("as LogSoftmax in the manual of PyTorch")
public record LogSoftmax() implements Activation {
  @Override
  public Value apply(Graph g, Value x) {
    return g.op(new backprop.engine.op.LogSoftmax(), x);
  }
}
