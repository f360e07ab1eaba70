// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Program;
import backprop.engine.graph.Value;

/**
 * How the loss of a row changes with each of its inputs, as the network is when predicting.
 * Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks", ICLR workshop 2014.
 * Belongs to one thread.
 */
public final class InputGradients {
  private final Kernels kernels;
  private final Program program;
  private final Value input;

  /** Records the program, for so many rows at a time. */
  public InputGradients(Network network, int maxBatch) {
    this.kernels = network.kernels();
    Graph g = new Graph(Mode.INFER, network.rules());
    this.input = g.variable(network.spec().input());
    Value output = network.spec().body().apply(g, input);
    Value target = g.input(network.spec().loss().target(output.shape()));
    Value loss = Network.total(g, network.spec().loss().apply(g, output, target));
    this.program =
        new Program(
            g,
            new Program.Ends(input, target, null, loss),
            network.layout(),
            new Program.Vectors(network.parameters(), network.state(), network.newVector()),
            kernels,
            true,
            maxBatch);
  }

  /**
   * The derivatives of each row's loss.
   *
   * @param inputs at most as many rows as recorded for
   * @param targets of these rows
   * @return as many numbers as the inputs have, row by row
   * @throws IllegalArgumentException when the network looks its inputs up, so that there are none
   */
  public double[] of(Matrix inputs, Matrix targets) {
    program.batch(inputs.rows());
    kernels.copy(inputs, program.input());
    kernels.copy(targets, program.target());
    program.forward();
    kernels.fill(1, program.lossGradient());
    program.backward(false);
    Matrix gradient = program.gradientOf(input);
    if (gradient == null) {
      throw new IllegalArgumentException(
          "the network does not compute with its inputs but looks them up: they have no gradient");
    }
    return gradient.toArray();
  }
}
