// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.bench;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Node;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.op.Affine;
import backprop.engine.op.Convolution;
import backprop.engine.op.GruSteps;
import backprop.engine.op.LstmSteps;
import backprop.engine.op.RnnSteps;
import backprop.engine.optimize.Optimizer;
import backprop.engine.optimize.Parameters;
import backprop.engine.schedule.Progress;
import java.util.Arrays;
import java.util.List;

/**
 * A network, a batch and an optimizer: forward, backward and update again and again. The batch is
 * noise of which seven tenths are 0, as in images of digits.
 */
final class WholeStep implements AutoCloseable {
  /** Rows of a batch. */
  static final int BATCH = 64;

  private final Kernels kernels;
  private final Program program;
  private final Optimizer optimizer;
  private final Parameters parameters;
  private final Progress progress = new Progress(1000, 1000);

  /**
   * Makes everything.
   *
   * @param input the shape of an example
   * @param layers a network with ten outputs, in the text form
   */
  WholeStep(String backend, int threads, Shape input, String layers) {
    kernels = Backends.choose(backend).backend().open(threads);
    Layer body = Catalogs.parse(Layer.class, layers);
    Network network = new Network(new NetworkSpec(input, body, new CrossEntropy(0)), kernels);
    network.initialize(1);
    Matrix gradients = network.newVector();
    program = network.trainingProgram(gradients, BATCH);
    optimizer = Catalogs.parse(Optimizer.class, "adam(0.0001)");
    Matrix[] slots = new Matrix[optimizer.slots()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = network.newVector();
    }
    int count = network.parameters().columns();
    Parameters.Group all = new Parameters.Group(0, count, true, 1, 1);
    parameters = new Parameters(network.parameters(), gradients, slots, List.of(all));
    double[] numbers = new double[program.input().size()];
    for (int i = 0; i < numbers.length; i++) {
      double noise = Math.sin(i * 12.9898) * 43758.5453;
      numbers[i] = Math.max(0, noise - Math.floor(noise) - 0.7);
    }
    program.input().set(numbers);
    double[] classes = new double[BATCH];
    Arrays.setAll(classes, i -> i % 10);
    program.target().set(classes);
  }

  /** One step; returns the loss before it. */
  double run() {
    kernels.fill(1.0 / BATCH, program.lossGradient());
    program.forward();
    double loss = kernels.dot(program.loss(), program.lossGradient());
    program.backward(false);
    optimizer.step(kernels, progress, parameters);
    progress.stepDone();
    return loss;
  }

  /** Flops that no step can do without: those of the products. */
  double flops() {
    double flops = 0;
    for (Node n : program.nodes()) {
      if (n.op() instanceof Affine
          || n.op() instanceof Convolution
          || n.op() instanceof LstmSteps
          || n.op() instanceof GruSteps
          || n.op() instanceof RnnSteps) {
        int products = 1 + (n.gradient(0) == null ? 0 : 1) + (n.gradient(1) == null ? 0 : 1);
        flops += 2.0 * products * n.output().rows() * n.input(1).size();
      }
    }
    return flops;
  }

  @Override
  public void close() {
    kernels.close();
  }
}
