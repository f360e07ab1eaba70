// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.dual.DualKernels;
import backprop.engine.backend.dual.NoTangentException;
import backprop.engine.graph.Node;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import backprop.engine.network.OutputPrograms;
import backprop.engine.optimize.Minimizer;
import backprop.engine.text.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Products of the loss's second derivatives with a vector, for some rows at a time: of the Hessian,
 * by the whole program on dual numbers, and of the Gauss-Newton matrix {@code G = J' B J}, where J
 * is the Jacobian of the outputs and B the Hessian of the loss by the outputs (Schraudolph, "Fast
 * curvature matrix-vector products for second-order gradient descent", Neural Computation 14,
 * 2002). Programs are recorded when they are first needed.
 */
final class CurvatureProducts {
  private final Network network;
  private final Minimizer minimizer;
  private final Kernels kernels;
  private final int maxBatch;
  private final DualKernels dual;
  private final Matrix weights;
  private final Matrix gradients;
  private final Matrix plainGradients;
  private final Program.Vectors vectors;
  private Program whole;
  private Program body;
  private Program transposed;
  private OutputPrograms.OfLoss loss;

  CurvatureProducts(Network network, Minimizer minimizer, int maxBatch) {
    this.network = network;
    this.minimizer = minimizer;
    this.kernels = network.kernels();
    this.maxBatch = maxBatch;
    this.dual = new DualKernels(kernels);
    this.weights = dual.over(network.parameters());
    this.gradients = dual.over(network.newVector());
    this.plainGradients = network.newVector();
    // Running moments that are moved on here are nobody's.
    int n = network.state().columns();
    Matrix state = new Matrix(kernels.allocate(Math.max(1, n)), 0, 1, n, n);
    kernels.copy(network.state(), state);
    this.vectors = new Program.Vectors(weights, dual.over(state), gradients);
  }

  /** Sets the vector to multiply with; the weights are the network's. */
  void vector(double[] v) {
    dual.tangentsOf(weights).buffer().write(0, v, 0, v.length);
  }

  /**
   * Adds the Hessian's product for the rows in a program, which has their inputs, targets and loss
   * weights and says how many they are.
   *
   * @param first whether these are the first rows, so that nothing is there to be added to
   */
  void hessian(Program rows, long seed, long part, boolean first) {
    if (whole == null) {
      whole = network.trainingProgram(vectors, dual, maxBatch);
    }
    whole.batch(rows.batch());
    whole.randomness(seed, part);
    kernels.copy(rows.input(), dual.valuesOf(whole.input()));
    kernels.copy(rows.target(), dual.valuesOf(whole.target()));
    kernels.copy(rows.lossGradient(), dual.valuesOf(whole.lossGradient()));
    replay(whole, true, !first);
  }

  /** Reads the sum of the Hessian's products. */
  void readHessian(double[] product) {
    dual.tangentsOf(gradients).buffer().read(0, product, 0, product.length);
  }

  /** Adds the Gauss-Newton matrix's product for the rows in a program, likewise. */
  void gaussNewton(Program rows, long seed, long part, boolean first) {
    if (body == null) {
      body = OutputPrograms.ofBody(network, vectors, dual, maxBatch);
      Program.Vectors plain =
          new Program.Vectors(network.parameters(), dual.valuesOf(vectors.state()), plainGradients);
      transposed = OutputPrograms.ofBody(network, plain, kernels, maxBatch);
      loss = OutputPrograms.ofLoss(network, vectors, dual, maxBatch);
    }
    int n = rows.batch();
    body.batch(n);
    body.randomness(seed, part);
    kernels.copy(rows.input(), dual.valuesOf(body.input()));
    replay(body, false, false);
    Program outer = loss.program();
    outer.batch(n);
    dual.copy(body.prediction(), outer.input());
    kernels.copy(rows.target(), dual.valuesOf(outer.target()));
    kernels.copy(rows.lossGradient(), dual.valuesOf(outer.lossGradient()));
    replay(outer, true, false);
    Matrix curved = dual.tangentsOf(outer.gradientOf(loss.output()));
    transposed.batch(n);
    transposed.randomness(seed, part);
    kernels.copy(rows.input(), transposed.input());
    int outputs = transposed.target().columns();
    kernels.copy(curved.reshape(n, outputs), transposed.target());
    kernels.fill(outputs, transposed.lossGradient());
    transposed.forward();
    transposed.backward(!first);
  }

  /** Reads the sum of the Gauss-Newton matrix's products. */
  void readGaussNewton(double[] product) {
    plainGradients.buffer().read(0, product, 0, product.length);
  }

  private void replay(Program p, boolean backward, boolean accumulate) {
    try {
      p.forward();
      if (backward) {
        p.backward(accumulate);
      }
    } catch (NoTangentException e) {
      throw refusal(p, e);
    }
  }

  /** Names the first layer that cannot be differentiated twice. */
  private IllegalArgumentException refusal(Program p, NoTangentException problem) {
    List<Node> forward = p.nodes();
    List<Node> all = new ArrayList<>(forward);
    all.addAll(p.backwardNodes());
    for (int i = 0; i < all.size(); i++) {
      Node n = all.get(i);
      try {
        if (i < forward.size()) {
          n.op().forward(dual, n);
        } else {
          n.op().backward(dual, n);
        }
      } catch (NoTangentException e) {
        return new IllegalArgumentException(
            String.format(
                "%s (%s) does not go with %s: %s; use lbfgs or an optimizer such as adam",
                n.path().isEmpty() ? "the loss" : "layer " + n.path(),
                n.op(),
                Names.of(minimizer.getClass()),
                e.getMessage()),
            e);
      }
    }
    return new IllegalArgumentException(problem.getMessage(), problem);
  }
}
