// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * A table of sines and cosines of the step's number t, the same for all examples: {@code y(t, 2i) =
 * sin(t / base^(2i / columns))}, {@code y(t, 2i + 1) = cos(t / base^(2i / columns))}. No inputs;
 * output: time x columns; nothing to differentiate.
 *
 * <p>Vaswani et al., "Attention is all you need", NIPS 2017, section 3.5.
 *
 * @param time number of steps
 * @param columns number of columns
 * @param base 10,000 in the paper
 */
public record Sinusoids(int time, int columns, double base) implements Op {
  @Override
  public Shape shape(Shape... in) {
    return Shape.of(time, columns);
  }

  @Override
  public void forward(Kernels k, Node n) {
    k.groups().sinusoids(base, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {}

  @Override
  public String toString() {
    return "sinusoids";
  }
}
