// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Pairwise;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.op.PairLoss;

/**
 * A network taken apart at its output: programs for products with the Jacobian J of the outputs and
 * with the Hessian of the loss by the outputs, of which the Gauss-Newton matrix is made.
 *
 * <pre>
 *   body   forward on dual numbers: the tangent of the prediction is J v
 *          backward: with u as the target, the gradients are J'u / outputs
 *   loss   input: the outputs; forward and backward on dual numbers: the tangent of its gradient
 * </pre>
 */
public final class OutputPrograms {
  private OutputPrograms() {}

  /**
   * The loss alone.
   *
   * @param program its input are the outputs
   * @param output the outputs, for {@link Program#gradientOf}
   */
  public record OfLoss(Program program, Value output) {}

  /**
   * The body as while training, with the outputs as its prediction and {@code mean(output *
   * target)} as its loss.
   *
   * @throws IllegalArgumentException where the loss is no function of the outputs alone
   */
  public static Program ofBody(Network network, Program.Vectors vectors, Kernels k, int maxBatch) {
    Graph g = new Graph(Mode.TRAIN, network.rules());
    Value input = g.input(network.spec().input());
    Value output = g.contiguous(network.spec().body().apply(g, input));
    if (!g.losses().isEmpty()) {
      throw new IllegalArgumentException(
          "a layer adds to the loss, which has no Gauss-Newton matrix then: use newton-cg or lbfgs");
    }
    if (output.mask() != null) {
      throw new IllegalArgumentException(
          "the outputs are masked, and the loss of masked outputs has no Gauss-Newton matrix here:"
              + " use newton-cg or lbfgs");
    }
    Value flat = g.reshape(output, Shape.of(output.shape().elements()));
    Value target = g.input(flat.shape());
    Value loss = g.op(new PairLoss(new Product()), flat, target);
    return new Program(
        g,
        new Program.Ends(input, target, output, loss),
        network.layout(),
        vectors,
        k,
        true,
        maxBatch);
  }

  /** The loss as a function of the outputs. */
  public static OfLoss ofLoss(Network network, Program.Vectors vectors, Kernels k, int maxBatch) {
    Graph g = new Graph(Mode.TRAIN);
    Value output = g.variable(network.output());
    Value target = g.input(network.spec().loss().target(network.output()));
    Value loss = network.spec().loss().apply(g, output, target);
    Program p =
        new Program(
            g,
            new Program.Ends(output, target, null, loss),
            network.layout(),
            vectors,
            k,
            true,
            maxBatch);
    return new OfLoss(p, output);
  }

  /** {@code prediction * target}: its gradient is the target. */
  private record Product() implements Pairwise {
    @Override
    public double value(double prediction, double target) {
      return prediction * target;
    }

    @Override
    public double derivative(double prediction, double target) {
      return target;
    }

    @Override
    public double curvature(double prediction, double target) {
      return 0;
    }

    @Override
    public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
      for (int i = from; i < to; i++) {
        out[i] = prediction[i] * target[i];
      }
    }

    @Override
    public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
      for (int i = from; i < to; i++) {
        out[i] = target[i];
      }
    }
  }
}
