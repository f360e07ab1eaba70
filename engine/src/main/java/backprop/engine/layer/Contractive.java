// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Square;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Zeros;
import backprop.engine.op.Affine;
import backprop.engine.op.Map;
import backprop.engine.op.MultiplyRow;
import backprop.engine.op.Scale;
import backprop.engine.op.SlopeOf;
import backprop.engine.op.SumPool;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * A fully connected layer that, while training, adds to each example's loss the squared Frobenius
 * norm of its Jacobian: {@code factor * sum over units j of f'(z_j)^2 * sum over inputs i of
 * weights_ij^2}, z being the weighted sums and f the activation. So its outputs change little with
 * its input where nothing calls for it. Parameters as {@link Dense}: {@code weights} (in x units)
 * and {@code bias} (1 x units).
 *
 * @param units number of units, at least 1
 * @param activation a function of one number, such as sigmoid; one with its own parameters or of
 *     whole rows is refused, as is the identity, whose penalty would be weight decay
 * @param factor how much the norm counts, at least 0
 */
@Description("Fully connected, with a penalty on how much its outputs change with its input.")
@Formula("y = f(z), z = x * weights + bias; loss + factor * |dy/dx|^2 for each example")
@Source(
    "Rifai, Vincent, Muller, Glorot and Bengio, \"Contractive auto-encoders: explicit invariance"
        + " during feature extraction\", ICML 2011, equations 3 and 4")
public record Contractive(
    @Tip(value = "number of units", min = 1, required = true) int units,
    @Tip("a function of one number, such as sigmoid") Activation activation,
    @Tip(value = "how much the norm of the Jacobian counts", min = 0) double factor)
    implements Layer {
  public Contractive {
    Layers.checkUnits(units);
    if (!(activation instanceof Elementwise)) {
      throw new IllegalArgumentException(
          "activation is "
              + activation
              + ", allowed are functions of one number without parameters, such as sigmoid; of the identity this would be weight decay");
    }
    if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "factor is " + factor + ", allowed are finite numbers from 0 on");
    }
  }

  @Override
  public Value apply(Graph g, Value x) {
    int in = x.shape().columns();
    Layers.checkWeights(g, in, units);
    Value w = g.parameter("weights", in, units, Role.WEIGHT, activation.initializer());
    Value b = g.parameter("bias", 1, units, Role.BIAS, new Zeros());
    Value sums = g.op(new Affine(), x, w, b);
    if (g.mode() == Mode.TRAIN && factor > 0) {
      Value squares = g.op(new Map(new Square()), w);
      Window column = Windows.all(Shape.of(in, units));
      Value lengths = g.op(new SumPool(column, Window.Divisor.ONE), squares);
      g.addLoss(g.op(new Scale(factor), norm(g, sums, lengths)));
    }
    return activation.apply(g, sums);
  }

  /**
   * The squared norm of each example's Jacobian.
   *
   * @param lengths the sum of squares of each unit's weights, 1 x units
   */
  private Value norm(Graph g, Value sums, Value lengths) {
    Value slopes = g.op(new Map(new SlopeOf((Elementwise) activation)), sums);
    Value squares = g.op(new Map(new Square()), slopes);
    return Layers.total(g, g.op(new MultiplyRow(), squares, lengths));
  }
}
