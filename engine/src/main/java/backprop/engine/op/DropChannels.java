// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;

/**
 * Inverted dropout of whole channels: every channel of every example is set to zero at all
 * positions with probability {@code rate}, the others are divided by {@code 1 - rate}. Any shape.
 * The mask is a function of seed, training step and node, hence the same in backward. Tompson,
 * Goroshin, Jain, LeCun and Bregler, "Efficient object localization using convolutional networks",
 * CVPR 2015.
 *
 * @param rate probability of a zero, in [0, 1)
 */
public record DropChannels(double rate) implements Op {
  public DropChannels {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout rate " + rate + " is not in [0, 1)");
    }
  }

  @Override
  public Shape shape(Shape... in) {
    return in[0];
  }

  @Override
  public void forward(Kernels k, Node n) {
    int positions = n.inputValue(0).shape().rows();
    k.images().dropChannels(positions, n.input(0), rate, n.randomKey(), 0, n.output());
  }

  @Override
  public void backward(Kernels k, Node n) {
    if (n.gradient(0) != null) {
      int positions = n.inputValue(0).shape().rows();
      k.images()
          .dropChannels(positions, n.gradient(), rate, n.randomKey(), n.beta(0), n.gradient(0));
    }
  }

  @Override
  public String toString() {
    return "drop channels " + rate;
  }
}
