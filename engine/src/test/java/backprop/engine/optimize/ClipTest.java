// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.optimize.OptimizerContract.Run;
import backprop.engine.schedule.Constant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClipTest {
  private static final Optimizer SGD = new Sgd(new Constant(0.1), new Constant(0), false);

  private abstract static class AroundSgd extends OptimizerContract {
    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      return e.w - e.rate * e.g;
    }
  }

  @Nested
  class ByValue extends AroundSgd {
    @Override
    protected Optimizer optimizer() {
      return new ClipByValue(0.75, SGD);
    }

    @Override
    protected double[] prepared(double[] g) {
      return byValue(g, 0.75);
    }

    @Override
    protected Optimizer forQuadratic() {
      return new ClipByValue(0.5, SGD);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new ClipByValue(10, new Sgd(new Constant(0.0015), new Constant(0), false));
    }
  }

  @Nested
  class ByGlobalNorm extends AroundSgd {
    @Override
    protected Optimizer optimizer() {
      return new ClipByGlobalNorm(2, SGD);
    }

    @Override
    protected double[] prepared(double[] g) {
      return byNorm(g, 2);
    }

    @Override
    protected Optimizer forQuadratic() {
      return new ClipByGlobalNorm(1, SGD);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new ClipByGlobalNorm(10, new Sgd(new Constant(0.0015), new Constant(0), false));
    }
  }

  private static double[] byValue(double[] g, double limit) {
    return Arrays.stream(g).map(x -> x > limit ? limit : x < -limit ? -limit : x).toArray();
  }

  private static double[] byNorm(double[] g, double limit) {
    double norm = Math.sqrt(Arrays.stream(g).map(x -> x * x).sum());
    return norm > limit ? Arrays.stream(g).map(x -> x * (limit / norm)).toArray() : g;
  }

  /** The wrapper takes the step that the inner optimizer takes with gradients clipped by hand. */
  @Test
  void aChainIsTheComposition() {
    Optimizer adam = new Adam(new Constant(0.1));
    Optimizer chain = new ClipByGlobalNorm(2, new ClipByValue(0.5, adam));
    double[] start = new double[23];
    Arrays.fill(start, 1.5);
    try (Kernels k = new ReferenceBackend().open(1)) {
      Run chained = new Run(k, chain, start, OptimizerContract.GROUPS, 12);
      Run plain = new Run(k, adam, start, OptimizerContract.GROUPS, 12);
      boolean order = false;
      for (int t = 0; t < OptimizerContract.STEPS; t++) {
        double[] g = OptimizerContract.gradients(t);
        chained.step(g.clone());
        plain.step(byValue(byNorm(g, 2), 0.5));
        order |= !Arrays.equals(byValue(byNorm(g, 2), 0.5), byNorm(byValue(g, 0.5), 2));
        assertArrayEquals(
            plain.parameters.weights().toArray(), chained.parameters.weights().toArray(), 1e-14);
      }
      assertTrue(order, "the gradients must tell the two orders apart");
      assertEquals(2, chain.slots());
      assertEquals(adam.rate(plain.progress), chain.rate(plain.progress));
    }
  }

  @Test
  void gradientsBelowTheLimitStayAsTheyAre() {
    for (Backend b : List.of(new ReferenceBackend(), new JavaBackend())) {
      try (Kernels k = b.open(1)) {
        double[] g = {0.25, -0.5, 0};
        List<Parameters.Group> one = List.of(new Parameters.Group(0, 3, true, 1, 0));
        for (Optimizer o : List.of(new ClipByGlobalNorm(1, SGD), new ClipByValue(0.5, SGD))) {
          Run run = new Run(k, o, new double[3], one, 12);
          run.step(g.clone());
          assertArrayEquals(g, run.parameters.gradients().toArray());
        }
      }
    }
  }

  /** What is broken must stay visible, or training would go on with wrong weights. */
  @Test
  void brokenGradientsAreNotHidden() {
    for (Backend b : List.of(new ReferenceBackend(), new JavaBackend())) {
      try (Kernels k = b.open(1)) {
        List<Parameters.Group> one = List.of(new Parameters.Group(0, 2, true, 1, 0));
        Run norm = new Run(k, new ClipByGlobalNorm(1, SGD), new double[2], one, 12);
        norm.step(new double[] {Double.POSITIVE_INFINITY, 1});
        assertTrue(Double.isNaN(norm.parameters.weights().toArray()[1]));
        Run value = new Run(k, new ClipByValue(1, SGD), new double[2], one, 12);
        value.step(new double[] {Double.NaN, 1});
        assertTrue(Double.isNaN(value.parameters.weights().toArray()[0]));
      }
    }
  }

  @Test
  void refusals() {
    assertThrows(IllegalArgumentException.class, () -> new ClipByValue(0, SGD));
    assertThrows(IllegalArgumentException.class, () -> new ClipByGlobalNorm(Double.NaN, SGD));
  }
}
