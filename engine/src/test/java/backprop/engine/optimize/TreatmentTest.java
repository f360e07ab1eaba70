// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Polynomial;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What happens to gradients or weights before another optimizer's step. */
class TreatmentTest {
  private static double norm(double[] x, int from, int count, int stride) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += x[from + i * stride] * x[from + i * stride];
    }
    return Math.sqrt(sum);
  }

  @Nested
  class ByNorm extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new ClipByNorm(1.5, new Sgd(new Constant(0.1), new Constant(0), false));
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      return e.w - e.rate * e.g;
    }

    @Override
    protected double[] prepared(double[] w, double[] g, int step) {
      for (int[] p : PIECES) {
        double norm = norm(g, p[0], p[1] * p[2], 1);
        for (int i = p[0]; norm > 1.5 && i < p[0] + p[1] * p[2]; i++) {
          g[i] *= 1.5 / norm;
        }
      }
      return g;
    }

    @Override
    protected Optimizer forQuadratic() {
      return new ClipByNorm(1, new Sgd(new Constant(0.1), new Constant(0), false));
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new ClipByNorm(10, new Sgd(new Constant(0.0015), new Constant(0), false));
    }
  }

  /** Equation 3, unit by unit: a unit's weights are a column. */
  @Nested
  class Adaptive extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new AdaptiveClip(0.2, new Sgd(new Constant(0.1), new Constant(0), false), 0.5);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      return e.w - e.rate * e.g;
    }

    @Override
    protected double[] prepared(double[] w, double[] g, int step) {
      for (int[] p : PIECES) {
        for (int c = 0; c < p[2]; c++) {
          double limit = 0.2 * Math.max(0.5, norm(w, p[0] + c, p[1], p[2]));
          double norm = norm(g, p[0] + c, p[1], p[2]);
          for (int r = 0; norm > limit && r < p[1]; r++) {
            g[p[0] + c + r * p[2]] *= limit / norm;
          }
        }
      }
      return g;
    }

    @Override
    protected Optimizer forQuadratic() {
      return new AdaptiveClip(1, new Sgd(new Constant(0.1), new Constant(0), false), 1);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new AdaptiveClip(10, new Sgd(new Constant(0.0015), new Constant(0), false), 1);
    }
  }

  @Nested
  class Noise extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new GradientNoise(0.3, 0.55, new Sgd(new Constant(0.1), new Constant(0), false));
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      return e.w - e.rate * e.g;
    }

    @Override
    protected double[] prepared(double[] w, double[] g, int step) {
      long key = RandomStream.extend(RandomStream.extend(SEED, 5), step);
      double deviation = Math.sqrt(0.3 / Math.pow(1 + step, 0.55));
      for (int i = 0; i < g.length; i++) {
        g[i] += deviation * RandomStream.gaussian((int) key, (int) (key >> 32), i);
      }
      return g;
    }

    @Override
    protected Optimizer forQuadratic() {
      return new GradientNoise(1e-6, 1, new Sgd(new Constant(0.1), new Constant(0), false));
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new GradientNoise(1e-6, 1, new Sgd(new Constant(0.0015), new Constant(0), false));
    }
  }

  /** SGDW, algorithm 1, with the rate in the decay. */
  @Nested
  class Decayed extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Decay(
          new Polynomial(0.4, 0.16, 1), new Sgd(new Constant(0.1), new Constant(0.8), false));
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      double decay = 0.4 - 0.24 * (e.t - 1) / 12;
      e.memory[0] = 0.8 * e.memory[0] + e.g;
      return e.w - e.rate * decay * e.decayFactor * e.w - e.rate * e.memory[0];
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Decay(new Constant(0.1), new Sgd(new Constant(0.1), new Constant(0), false));
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Decay(new Constant(0.1), new Sgd(new Constant(0.0015), new Constant(0), false));
    }
  }

  /** Decay around Adam is AdamW. */
  @Test
  void decayAroundAdamIsAdamW() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      double[] start = new double[23];
      Arrays.fill(start, 1.5);
      Optimizer wrapped = new Decay(new Constant(0.2), new Adam(new Constant(0.1)));
      Optimizer whole = new AdamW(new Constant(0.1), new Constant(0.2));
      OptimizerContract.Run a =
          new OptimizerContract.Run(k, wrapped, start, OptimizerContract.GROUPS, 12);
      OptimizerContract.Run b =
          new OptimizerContract.Run(k, whole, start, OptimizerContract.GROUPS, 12);
      a.steps(0, 12);
      b.steps(0, 12);
      assertArrayEquals(b.parameters.weights().toArray(), a.parameters.weights().toArray(), 1e-13);
    }
  }

  /** 40,000 numbers at the first step and at the hundredth: mean 0, the paper's variance. */
  @Test
  void noiseHasThePapersVariance() {
    int n = 40_000;
    try (Kernels k = new JavaBackend().open(1)) {
      Optimizer o = new GradientNoise(0.25, 0.5, new Sgd(new Constant(1), new Constant(0), false));
      List<Parameters.Group> one = List.of(new Parameters.Group(0, n, true, 1, 0));
      OptimizerContract.Run run = new OptimizerContract.Run(k, o, new double[n], one, 12);
      for (long step : new long[] {0, 99}) {
        run.progress.moveTo(step);
        run.step(new double[n]);
        double[] noise = run.parameters.gradients().toArray();
        double mean = Arrays.stream(noise).sum() / n;
        double variance = Arrays.stream(noise).map(x -> x * x).sum() / n;
        double expected = 0.25 / Math.sqrt(1.0 + step);
        assertEquals(0, mean, 4 * Math.sqrt(expected / n));
        assertEquals(expected, variance, 4 * expected * Math.sqrt(2.0 / n));
      }
    }
  }

  @Test
  void brokenGradientsAreNotHidden() {
    Optimizer sgd = new Sgd(new Constant(1), new Constant(0), false);
    try (Kernels k = new JavaBackend().open(1)) {
      List<Parameters.Group> one = List.of(new Parameters.Group(0, 2, true, 1, 0));
      for (Optimizer o : List.of(new ClipByNorm(1, sgd), new AdaptiveClip(1, sgd, 1))) {
        OptimizerContract.Run run = new OptimizerContract.Run(k, o, new double[2], one, 12);
        run.step(new double[] {Double.POSITIVE_INFINITY, 1});
        assertTrue(Double.isNaN(run.parameters.weights().toArray()[0]), o.toString());
      }
    }
  }

  @Test
  void refusals() {
    Optimizer sgd = new Sgd(new Constant(1), new Constant(0), false);
    assertThrows(IllegalArgumentException.class, () -> new ClipByNorm(0, sgd));
    assertThrows(IllegalArgumentException.class, () -> new AdaptiveClip(1, sgd, 0));
    assertThrows(IllegalArgumentException.class, () -> new GradientNoise(-1, 1, sgd));
    assertThrows(IllegalArgumentException.class, () -> new Decay(new Constant(-1), sgd));
  }
}
