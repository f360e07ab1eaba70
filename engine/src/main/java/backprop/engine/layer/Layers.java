// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Value;
import backprop.engine.init.Constant;
import backprop.engine.init.Zeros;
import backprop.engine.op.AddRow;
import backprop.engine.op.MultiplyRow;
import backprop.engine.text.Names;
import java.util.List;

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
