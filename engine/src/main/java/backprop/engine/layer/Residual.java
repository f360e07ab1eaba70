// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.GlorotUniform;
import backprop.engine.op.Add;
import backprop.engine.op.Affine;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;
import java.util.List;

/**
 * A way around some layers: {@code y = x + layers(x)}. The layers must give back the shape that
 * they get, unless {@code projection} is on: then, where only the last size differs, {@code y = x *
 * projection + layers(x)} with a trained matrix {@code projection} (in x out, starts as
 * Glorot-uniform). He, Zhang, Ren and Sun, "Deep residual learning for image recognition", CVPR
 * 2016 (its options A and B).
 *
 * @param layers what lies beside the way around, first to last, at least one
 * @param projection whether the input is projected where the shapes differ
 */
@Description("A way around some layers: their input is added to their output.")
@Formula("y = x + layers(x), with projection y = x * P + layers(x)")
@Source(
    "He, Zhang, Ren and Sun, \"Deep residual learning for image recognition\", CVPR "
        + "2016, equations 1 and 2")
public record Residual(
    @Tip(value = "the layers to go around, first to last", required = true) List<Layer> layers,
    @Tip("whether the input is projected where the shapes differ") boolean projection)
    implements Layer {

  public Residual {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("it needs at least one layer to go around");
    }
  }

  /** Around these layers, without projection. */
  public static Residual of(Layer... layers) {
    return new Residual(List.of(layers), false);
  }

  @Override
  public Value apply(Graph g, Value x) {
    Value inner = Layers.inOrder(layers, g, x);
    Shape in = x.shape();
    Shape out = inner.shape();
    if (in.equals(out)) {
      return g.op(new Add(), x, inner);
    }
    boolean onlyLast = in.withColumns(out.columns()).equals(out);
    if (!projection || !onlyLast) {
      throw Layers.error(
          g,
          "its layers turn "
              + in
              + " into "
              + out
              + ", but input and output are added, so both must be "
              + in
              + (onlyLast ? "; or say projection=true" : ""));
    }
    Value w =
        g.parameter("projection", in.columns(), out.columns(), Role.WEIGHT, new GlorotUniform());
    return g.op(new Add(), g.op(new Affine(), x, w), inner);
  }
}
