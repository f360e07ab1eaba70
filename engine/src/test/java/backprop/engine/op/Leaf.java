// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;

/**
 * A value that a test owns: its numbers, and the gradient that reaches it. Lets a gradient check
 * look at any operand of an op, also at those that in a network are computed. Not for the steady
 * state.
 */
public final class Leaf implements Op {
  private final Shape shape;
  private final boolean perExample;
  private final boolean differentiable;
  private final double[] data;
  private double[] gradient;

  /**
   * @param perExample whether there is one for each example; if not, it is like a parameter
   * @param differentiable whether it wants a gradient
   * @param data all its numbers, row by row
   */
  public Leaf(Shape shape, boolean perExample, boolean differentiable, double... data) {
    this.shape = shape;
    this.perExample = perExample;
    this.differentiable = differentiable;
    this.data = data;
  }

  /**
   * Puts it into a recording.
   *
   * @param example any value that exists for each example
   */
  public Value place(Graph g, Value example, String name) {
    if (!differentiable) {
      return perExample ? g.op(this, example) : g.op(this);
    }
    Value handle = g.parameter(name, 1, 1, Role.WEIGHT, (w, r, c, i, o, s) -> {});
    return perExample ? g.op(this, example, handle) : g.op(this, handle);
  }

  /** Its numbers; may be changed. */
  public double[] data() {
    return data;
  }

  /** Whether it wants a gradient. */
  public boolean differentiable() {
    return differentiable;
  }

  /** The gradient of the last backward pass. */
  public double[] gradient() {
    return gradient;
  }

  @Override
  public Shape shape(Shape... inputs) {
    return shape;
  }

  @Override
  public void forward(Kernels k, Node n) {
    n.output().set(data);
  }

  @Override
  public void backward(Kernels k, Node n) {
    gradient = n.gradient().toArray();
  }

  @Override
  public String toString() {
    return "leaf " + shape;
  }
}
