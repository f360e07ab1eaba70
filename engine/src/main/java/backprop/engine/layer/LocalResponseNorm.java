// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Value;
import backprop.engine.op.LocalResponse;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Local response normalization: {@code y(c) = x(c) / (k + alpha * sum of x(j)^2)^beta} over the
 * {@code size} channels j around c, as far as there are any. As in the paper and in TensorFlow,
 * alpha is not divided by the size; PyTorch and ONNX divide, so their alpha is size times this one.
 * Any shape; no parameters. Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep
 * convolutional neural networks", NIPS 2012, section 3.3.
 *
 * @param size number of channels that count, odd, at least 1
 * @param alpha factor of the squares, at least 0
 * @param beta power of the divisor, at least 0
 * @param k what the divisor is without squares, above 0
 */
@Description("Divides every number by a power of the squares of neighboring channels.")
@Formula("y(c) = x(c) / (k + alpha * sum of x(j)^2)^beta over the size channels j around c")
@Source(
    "Krizhevsky, Sutskever and Hinton, \"ImageNet classification with deep convolutional "
        + "neural networks\", NIPS 2012, section 3.3")
public record LocalResponseNorm(
    @Tip(value = "number of channels that count, odd", min = 1) int size,
    @Tip(value = "factor of the squares", min = 0) double alpha,
    @Tip(value = "power of the divisor", min = 0) double beta,
    @Tip(value = "what the divisor is without squares", above = 0) double k)
    implements Layer {

  public LocalResponseNorm {
    if (size < 1 || size % 2 == 0) {
      throw new IllegalArgumentException("size is " + size + ", allowed are odd numbers from 1 on");
    }
    if (!(alpha >= 0 && beta >= 0 && k > 0)
        || !Double.isFinite(alpha)
        || !Double.isFinite(beta)
        || !Double.isFinite(k)) {
      throw new IllegalArgumentException(
          "alpha is "
              + alpha
              + ", beta is "
              + beta
              + ", k is "
              + k
              + ": alpha and beta must be at least 0, k above 0");
    }
  }

  /** Size 5, alpha 1e-4, beta 0.75, k 2, as in the paper. */
  public LocalResponseNorm() {
    this(5, 1e-4, 0.75, 2);
  }

  @Override
  public Value apply(Graph g, Value x) {
    return g.op(new LocalResponse(size / 2, k, alpha, beta), x);
  }
}
