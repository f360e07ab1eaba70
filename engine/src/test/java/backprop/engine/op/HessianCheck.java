// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.backend.dual.DualKernels;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Compares the exact product of a network's Hessian with a random vector, by its program on dual
 * numbers, to central differences of its gradients.
 */
public final class HessianCheck {
  private static final double H = 1e-5;
  private static final double TOLERANCE = 2e-6;

  private HessianCheck() {}

  /**
   * Checks a network.
   *
   * @param what its name in messages
   * @param network makes it on some kernels, always the same
   * @param fill fills parameters, input, target and loss weights; the same for the same seed
   */
  public static void check(
      String what,
      Function<Kernels, TestNetwork> network,
      BiConsumer<TestNetwork, RandomStream> fill,
      long seed) {
    Kernels reference = new ReferenceBackend().open(1);
    TestNetwork plain = network.apply(reference);
    DualKernels dual = new DualKernels(reference);
    TestNetwork doubled = network.apply(dual);
    fill.accept(plain, new RandomStream(seed));
    fill.accept(doubled, new RandomStream(seed));
    double[] v = new double[plain.parameters().size()];
    RandomStream r = new RandomStream(RandomStream.key(seed, 99));
    Arrays.setAll(v, i -> r.nextGaussian());
    dual.tangentsOf(doubled.parameters()).set(v);
    assertEquals(plain.loss(), doubled.loss(), 1e-12, what + ": the loss");
    doubled.program().backward(false);
    double[] exact = dual.tangentsOf(doubled.gradients()).toArray();
    double[] w = plain.parameters().toArray();
    double[] gradient = gradient(plain, w, v, 0);
    double[] ahead = gradient(plain, w, v, H);
    double[] behind = gradient(plain, w, v, -H);
    double[] values = dual.valuesOf(doubled.gradients()).toArray();
    double size = 1;
    for (double x : exact) {
      size = Math.max(size, Math.abs(x));
    }
    for (int i = 0; i < w.length; i++) {
      assertEquals(gradient[i], values[i], 1e-12 * size, what + ": gradient " + i);
      double difference = (ahead[i] - behind[i]) / (2 * H);
      assertEquals(difference, exact[i], TOLERANCE * size, what + ": product " + i);
    }
  }

  private static double[] gradient(TestNetwork net, double[] w, double[] v, double h) {
    double[] moved = new double[w.length];
    Arrays.setAll(moved, i -> w[i] + h * v[i]);
    net.parameters().set(moved);
    net.loss();
    net.program().backward(false);
    return net.gradients().toArray();
  }
}
