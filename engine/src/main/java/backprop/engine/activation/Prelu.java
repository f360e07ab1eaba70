// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.graph.Graph;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Constant;
import backprop.engine.init.HeNormal;
import backprop.engine.init.Initializer;
import backprop.engine.op.Add;
import backprop.engine.op.Affine;
import backprop.engine.op.Map;
import backprop.engine.op.MultiplyRow;
import backprop.engine.op.Subtract;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * ReLU with a trained slope below 0: {@code x} where x is above 0, else {@code a * x}. Parameter
 * {@code slope}: one a for each unit (1 x columns; for images one for each channel) or, shared, a
 * single one. Slopes are not decayed. He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV
 * 2015.
 *
 * @param start the first slope
 * @param shared whether all units share one slope
 */
@Description("Rectified linear with a trained slope below 0.")
@Formula("y = x for x > 0, else a * x, a trained")
@Source("He, Zhang, Ren and Sun, \"Delving deep into rectifiers\", ICCV 2015, equation 1")
public record Prelu(
    @Tip("the first slope") double start, @Tip("whether all units share one slope") boolean shared)
    implements Activation {

  public Prelu {
    if (!Double.isFinite(start)) {
      throw new IllegalArgumentException("start is " + start + ", allowed are finite numbers");
    }
  }

  /** A slope for each unit, starting at 0.25. */
  public Prelu() {
    this(0.25, false);
  }

  @Override
  public Initializer initializer() {
    return new HeNormal();
  }

  @Override
  public Value apply(Graph g, Value x) {
    Shape shape = x.shape();
    Shape one = Shape.of(shape.elements(), 1);
    int slopes = shared ? 1 : shape.columns();
    Value slope = g.parameter("slope", 1, slopes, Role.GAIN, new Constant(start));
    Value below = g.op(new Subtract(), x, g.op(new Map(new Relu()), x));
    Value scaled =
        shared
            ? g.reshape(g.op(new Affine(), g.reshape(below, one), slope), shape)
            : g.op(new MultiplyRow(), below, slope);
    return g.op(new Add(), g.op(new Map(new Relu()), x), scaled);
  }
}
