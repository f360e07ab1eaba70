// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Constant;
import backprop.engine.init.Initializer;
import backprop.engine.init.Zeros;
import backprop.engine.op.AddRow;
import backprop.engine.op.Affine;
import backprop.engine.op.MultiplyRow;
import backprop.engine.op.SumPool;
import backprop.engine.text.Names;
import java.util.List;
import java.util.function.UnaryOperator;

/** What several layers share. */
final class Layers {
  private Layers() {}

  /** {@code x * gain + shift}, a trained gain and shift for every column. */
  static Value gainAndShift(Graph g, Value x) {
    int columns = x.shape().columns();
    Value gain = g.parameter("gain", 1, columns, Role.GAIN, new Constant(1));
    Value shift = g.parameter("shift", 1, columns, Role.BIAS, new Zeros());
    return g.op(new AddRow(), g.op(new MultiplyRow(), x, gain), shift);
  }

  /** One layer after the other, each under its index and name: {@code 0-dense}. */
  static Value inOrder(List<Layer> layers, Graph g, Value x) {
    Value v = x;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Value in = v;
      v = g.scoped(i + "-" + Names.of(layer.getClass()), () -> layer.apply(g, in));
    }
    return v;
  }

  /** The outputs of branches that get the same input, each under its index and name. */
  static Value[] branches(List<Layer> branches, Graph g, Value x) {
    Value[] outputs = new Value[branches.size()];
    for (int i = 0; i < outputs.length; i++) {
      Layer branch = branches.get(i);
      outputs[i] = g.scoped(i + "-" + Names.of(branch.getClass()), () -> branch.apply(g, x));
    }
    return outputs;
  }

  /** An unchangeable copy of a list of at least one branch. */
  static List<Layer> checkBranches(List<Layer> branches) {
    if (branches.isEmpty()) {
      throw new IllegalArgumentException("it needs at least one branch");
    }
    return List.copyOf(branches);
  }

  /** A dense layer of which the weights go through something before they are used. */
  static Value denseWith(
      Graph g, Value x, int units, Activation activation, UnaryOperator<Value> change) {
    int in = x.shape().columns();
    checkWeights(g, in, units);
    Value w = g.parameter("weights", in, units, Role.WEIGHT, activation.initializer());
    Value b = g.parameter("bias", 1, units, Role.BIAS, new Zeros());
    return activation.apply(g, g.op(new Affine(), x, change.apply(w), b));
  }

  static void checkUnits(int units) {
    if (units < 1) {
      throw new IllegalArgumentException("units is " + units + ", it must be at least 1");
    }
  }

  static void checkWeights(Graph g, int in, int units) {
    if ((long) in * units > Integer.MAX_VALUE) {
      throw error(
          g, in + " inputs times " + units + " units are more than 2^31 weights: take fewer units");
    }
  }

  /** The shape of a sequence, checked. */
  static Shape sequence(Graph g, Value x) {
    if (x.shape().rank() != 2) {
      throw error(g, "it needs a sequence of time x features, but its input is " + x.shape());
    }
    return x.shape();
  }

  /** A sequence plus a table of time x columns that is the same for all examples. */
  static Value addTable(Graph g, Value x, Value table) {
    int elements = x.shape().elements();
    Value row = g.reshape(table, Shape.of(1, elements));
    Value sum = g.op(new AddRow(), g.reshape(x, Shape.of(elements)), row);
    Value y = g.reshape(sum, x.shape());
    return x.mask() == null ? y : g.masked(y, x.mask());
  }

  /** A sequence times a table of time x columns that is the same for all examples. */
  static Value multiplyTable(Graph g, Value x, Value table) {
    int elements = x.shape().elements();
    Value row = g.reshape(table, Shape.of(1, elements));
    Value product = g.op(new MultiplyRow(), g.reshape(x, Shape.of(elements)), row);
    return g.reshape(product, x.shape());
  }

  /** Trained factors of this shape, members x columns. */
  static Value factors(Graph g, String name, Shape shape, Initializer start) {
    return g.parameter(name, shape.size(0), shape.size(1), Role.GAIN, start);
  }

  /** The shape of members x features, checked. */
  static Shape members(Graph g, Value x) {
    if (x.shape().rank() != 2) {
      throw error(
          g,
          "it needs members x features, as the layer members makes them, but its input is "
              + x.shape());
    }
    return x.shape();
  }

  /** The sum of all numbers of each example. */
  static Value total(Graph g, Value x) {
    Shape all = Shape.of(x.shape().elements(), 1);
    Value sum = g.op(new SumPool(Windows.all(all), Window.Divisor.ONE), g.reshape(x, all));
    return g.reshape(sum, Shape.of(1));
  }

  /** A problem of the layer that is recording. */
  static IllegalArgumentException error(Graph g, String problem) {
    return new IllegalArgumentException(
        (g.path().isEmpty() ? "" : "layer " + g.path() + ": ") + problem);
  }

  static void checkEpsilon(double epsilon) {
    if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "epsilon is " + epsilon + ", allowed are finite numbers above 0");
    }
  }
}
