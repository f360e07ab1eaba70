// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.activation.Sigmoid;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.op.Affine;
import backprop.engine.op.TestNetwork;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Backpropagation as textbooks teach it, number by number: two inputs, one sigmoid neuron, squared
 * error, one step of gradient descent. All numbers below were worked out by hand with the formulas
 * beside them, to nine digits.
 *
 * <pre>
 *   inputs   x1 = 0.35   x2 = 0.9       target        t   = 0.5
 *   weights  w1 = 0.1    w2 = 0.8       learning rate eta = 1
 *   bias     b  = 0.2                   error         E   = 1/2 (t - o)^2
 * </pre>
 *
 * <p>The engine's squared error has no factor 1/2; here it comes in as the weight of the example's
 * loss.
 */
final class TextbookNeuronTest {
  private static final double HALF = 0.5;
  private static final double ETA = 1;

  // forward
  // net = w1 x1 + w2 x2 + b = 0.1 * 0.35 + 0.8 * 0.9 + 0.2 = 0.035 + 0.72 + 0.2
  private static final double NET = 0.955;
  // o = 1 / (1 + e^-net) = 1 / (1 + e^-0.955) = 1 / (1 + 0.384812118)
  private static final double OUTPUT = 0.722119606;
  // E = 1/2 (0.5 - 0.722119606)^2 = 1/2 * 0.0493371193
  private static final double ERROR = 0.0246685597;

  // backward: the chain rule, factor by factor
  // dE/do = o - t
  private static final double ERROR_BY_OUTPUT = 0.222119606;
  // do/dnet = o (1 - o) = 0.722119606 * 0.277880394
  private static final double OUTPUT_BY_NET = 0.200662881;
  // delta = dE/dnet = dE/do * do/dnet = 0.222119606 * 0.200662881
  private static final double DELTA = 0.0445711600;
  // dE/dw1 = delta * x1 = 0.0445711600 * 0.35
  private static final double ERROR_BY_W1 = 0.0155999060;
  // dE/dw2 = delta * x2 = 0.0445711600 * 0.9
  private static final double ERROR_BY_W2 = 0.0401140440;
  // dE/db = delta * 1
  private static final double ERROR_BY_BIAS = 0.0445711600;

  // one step: w <- w - eta * dE/dw
  private static final double NEW_W1 = 0.0844000940; // 0.1 - 0.0155999060
  private static final double NEW_W2 = 0.759885956; // 0.8 - 0.0401140440
  private static final double NEW_BIAS = 0.155428840; // 0.2 - 0.0445711600

  // forward again: net = 0.0844000940 * 0.35 + 0.759885956 * 0.9 + 0.155428840
  private static final double NEW_NET = 0.868866233;
  private static final double NEW_OUTPUT = 0.704509730;
  private static final double NEW_ERROR = 0.0209121148;

  @ParameterizedTest
  @CsvSource({"reference, 1e-9", "java, 1e-7"})
  void oneStepOfGradientDescent(String backend, double tolerance) {
    try (Kernels k = Backends.choose(backend).backend().open(1)) {
      Value[] seen = new Value[2];
      TestNetwork net = neuron(k, seen);
      net.parameter("weights").set(0.1, 0.8);
      net.parameter("bias").set(0.2);
      net.program().input().set(0.35, 0.9);
      net.program().target().set(0.5);
      net.program().lossGradient().set(HALF);

      assertEquals(ERROR, net.loss(), tolerance, "E");
      assertEquals(NET, node(net, 0), tolerance, "net");
      assertEquals(OUTPUT, net.program().prediction().toArray()[0], tolerance, "o");

      net.program().backward(false);
      double byOutput = net.program().gradientOf(seen[1]).toArray()[0];
      double byNet = net.program().gradientOf(seen[0]).toArray()[0];
      assertEquals(ERROR_BY_OUTPUT, byOutput, tolerance, "dE/do");
      assertEquals(OUTPUT_BY_NET, byNet / byOutput, 10 * tolerance, "do/dnet");
      assertEquals(DELTA, byNet, tolerance, "delta");
      double[] byWeights = net.gradient("weights").toArray();
      assertEquals(ERROR_BY_W1, byWeights[0], tolerance, "dE/dw1");
      assertEquals(ERROR_BY_W2, byWeights[1], tolerance, "dE/dw2");
      assertEquals(ERROR_BY_BIAS, net.gradient("bias").toArray()[0], tolerance, "dE/db");

      k.axpby(-ETA, net.gradients(), 1, net.parameters());
      double[] newWeights = net.parameter("weights").toArray();
      assertEquals(NEW_W1, newWeights[0], tolerance, "new w1");
      assertEquals(NEW_W2, newWeights[1], tolerance, "new w2");
      assertEquals(NEW_BIAS, net.parameter("bias").toArray()[0], tolerance, "new b");

      assertEquals(NEW_ERROR, net.loss(), tolerance, "E after the step");
      assertEquals(NEW_NET, node(net, 0), tolerance, "net after the step");
      assertEquals(NEW_OUTPUT, net.program().prediction().toArray()[0], tolerance, "o after");
    }
  }

  @ParameterizedTest
  @CsvSource({"reference, 1e-9", "java, 1e-7"})
  void theDenseLayerIsThatNeuron(String backend, double tolerance) {
    try (Kernels k = Backends.choose(backend).backend().open(1)) {
      Layer dense = Chain.of(new Dense(1, new Sigmoid()));
      TestNetwork net =
          new TestNetwork(k, Mode.TRAIN, 1, Shape.of(2), dense::apply, new MeanSquaredError());
      net.parameter("0-dense/weights").set(0.1, 0.8);
      net.parameter("0-dense/bias").set(0.2);
      net.program().input().set(0.35, 0.9);
      net.program().target().set(0.5);
      net.program().lossGradient().set(HALF);

      assertEquals(ERROR, net.loss(), tolerance, "E");
      net.program().backward(false);
      double[] byWeights = net.gradient("0-dense/weights").toArray();
      assertEquals(ERROR_BY_W1, byWeights[0], tolerance, "dE/dw1");
      assertEquals(ERROR_BY_W2, byWeights[1], tolerance, "dE/dw2");
      assertEquals(ERROR_BY_BIAS, net.gradient("0-dense/bias").toArray()[0], tolerance, "dE/db");
      k.axpby(-ETA, net.gradients(), 1, net.parameters());
      assertEquals(NEW_ERROR, net.loss(), tolerance, "E after the step");
    }
  }

  /** The neuron written out: a weighted sum, then a sigmoid. */
  private static TestNetwork neuron(Kernels k, Value[] seen) {
    TestNetwork.Body body =
        (Graph g, Value x) -> {
          Value w = g.parameter("weights", 2, 1, Role.WEIGHT, (a, r, c, i, o, s) -> {});
          Value b = g.parameter("bias", 1, 1, Role.BIAS, (a, r, c, i, o, s) -> {});
          seen[0] = g.op(new Affine(), x, w, b);
          seen[1] = new Sigmoid().apply(g, seen[0]);
          return seen[1];
        };
    return new TestNetwork(k, Mode.TRAIN, 1, Shape.of(2), body, new MeanSquaredError());
  }

  private static double node(TestNetwork net, int i) {
    return List.copyOf(net.program().nodes()).get(i).output().toArray()[0];
  }
}
