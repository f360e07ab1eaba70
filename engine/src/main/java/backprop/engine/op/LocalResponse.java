// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Normalization across neighboring channels, any shape: {@code y = x / s^exponent}, {@code s(i) =
 * offset + factor * sum of x(j)^2} over the channels j from {@code i - reach} to {@code i + reach}.
 * Gradient: {@code dx(i) = dy(i) / s(i)^exponent - 2 * factor * exponent * x(i) * sum of dy(j) *
 * y(j) / s(j)} over the same channels. Krizhevsky, Sutskever and Hinton, "ImageNet classification
 * with deep convolutional neural networks", NIPS 2012, section 3.3.
 *
 * @param reach how many channels on either side count, at least 0
 * @param offset keeps s away from 0, above 0
 * @param factor weight of the squares
 * @param exponent power of s
 */
public record LocalResponse(int reach, double offset, double factor, double exponent)
    implements Op {
  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public Scratch[] scratch(Shape... in) {
    return new Scratch[] {new Scratch(true, in[0].columns())};
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.images().localResponse(reach, offset, factor, exponent, n.input(0), n.scratch(0), n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      k.images()
          .localResponseGradient(
              reach,
              factor,
              exponent,
              n.input(0),
              n.scratch(0),
              n.output(),
              n.gradient(),
              n.beta(0),
              n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "local response normalization";
  }
}
