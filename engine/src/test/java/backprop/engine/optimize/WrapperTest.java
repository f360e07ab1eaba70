// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.optimize.OptimizerContract.Run;
import backprop.engine.schedule.Constant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Optimizers around another one that look elsewhere or average. */
class WrapperTest {
  private static final Optimizer SGD = new Sgd(new Constant(0.1), new Constant(0.8), false);

  @Nested
  class SharpnessAware extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Sam(0.5, new Sgd(new Constant(0.1), new Constant(0.8), false), false);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.8 * e.memory[0] + e.g;
      return e.w - e.rate * e.memory[0];
    }

    @Override
    protected double[] prepared(double[] w, double[] g, int step) {
      double[] e = g.clone();
      double sum = 0;
      for (int i = 0; i < g.length; i++) {
        double scaled = OptimizerContract.inGroup(i) ? g[i] : 0;
        sum += scaled * scaled;
        e[i] = g[i];
      }
      for (int i = 0; i < g.length; i++) {
        w[i] += 0.5 * e[i] / Math.sqrt(sum);
      }
      elsewhere(step, w, g);
      return g;
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Sam(1e-4, new Sgd(new Constant(0.1), new Constant(0), false), false);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Sam(1e-4, new Sgd(new Constant(0.0012), new Constant(0), false), false);
    }
  }

  @Nested
  class AdaptiveSharpnessAware extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Sam(0.5, new Sgd(new Constant(0.1), new Constant(0.8), false), true);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.8 * e.memory[0] + e.g;
      return e.w - e.rate * e.memory[0];
    }

    @Override
    protected double[] prepared(double[] w, double[] g, int step) {
      double[] e = g.clone();
      double sum = 0;
      for (int i = 0; i < g.length; i++) {
        double scaled = OptimizerContract.inGroup(i) ? w[i] * g[i] : 0;
        sum += scaled * scaled;
        e[i] = w[i] * w[i] * g[i];
      }
      for (int i = 0; i < g.length; i++) {
        w[i] += 0.5 * e[i] / Math.sqrt(sum);
      }
      elsewhere(step, w, g);
      return g;
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Sam(1e-4, new Sgd(new Constant(0.1), new Constant(0), false), true);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Sam(1e-4, new Sgd(new Constant(0.0012), new Constant(0), false), true);
    }
  }

  @Nested
  class LookingAhead extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Lookahead(4, 0.3, new Sgd(new Constant(0.1), new Constant(0.8), false));
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      if (e.t == 1) {
        e.memory[1] = e.w;
      }
      e.memory[0] = 0.8 * e.memory[0] + e.g;
      double fast = e.w - e.rate * e.memory[0];
      if (e.t % 4 == 0) {
        e.memory[1] += 0.3 * (fast - e.memory[1]);
        return e.memory[1];
      }
      return fast;
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Lookahead(5, 0.5, new Sgd(new Constant(0.1), new Constant(0), false));
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Lookahead(5, 0.8, new Sgd(new Constant(0.0015), new Constant(0), false));
    }
  }

  @Nested
  class Averaged extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Ema(0.9, new Sgd(new Constant(0.1), new Constant(0.8), false));
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.8 * e.memory[0] + e.g;
      return e.w - e.rate * e.memory[0];
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Ema(0.9, new Sgd(new Constant(0.1), new Constant(0), false));
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Ema(0.99, new Sgd(new Constant(0.0015), new Constant(0), false));
    }
  }

  @Nested
  class PlainlyAveraged extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Swa(0.5, new Sgd(new Constant(0.1), new Constant(0.8), false), 0.5);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.8 * e.memory[0] + e.g;
      return e.w - e.rate * e.memory[0];
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Swa(0.5, new Sgd(new Constant(0.1), new Constant(0), false), 1);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Swa(0.9, new Sgd(new Constant(0.0018), new Constant(0), false), 1);
    }
  }

  private interface Expected {
    /** The kept weight after a step from the weights after each step, the first at 0. */
    double kept(double[] history, int step);
  }

  /** One weight, 12 steps of 4 epochs: what is kept, by the definition. */
  private static void check(Optimizer o, Expected expected) {
    try (Kernels k = new ReferenceBackend().open(1)) {
      List<Parameters.Group> one = List.of(new Parameters.Group(0, 1, true, 1, 0));
      Run run = new Run(k, o, new double[] {3}, one, 12);
      double[] history = new double[12];
      for (int t = 0; t < 12; t++) {
        run.step(new double[] {Math.sin(t) + 0.3});
        history[t] = run.parameters.weights().toArray()[0];
        assertEquals(expected.kept(history, t), run.kept()[0], 1e-13, o + ", step " + t);
      }
    }
  }

  @Test
  void emaIsTheWeightedMeanOfAllWeights() {
    check(
        new Ema(0.7, SGD),
        (w, t) -> {
          double sum = 0;
          double weights = 0;
          for (int i = 0; i <= t; i++) {
            sum += Math.pow(0.7, t - i) * w[i];
            weights += Math.pow(0.7, t - i);
          }
          return sum / weights;
        });
  }

  @Test
  void swaIsTheMeanOfTheLastPart() {
    check(new Swa(0.5, SGD, 1), (w, t) -> t < 5 ? w[t] : mean(w, t, 5, 8, 11));
    check(new Swa(0, SGD, 1), (w, t) -> t < 2 ? w[t] : mean(w, t, 2, 5, 8, 11));
    check(new Swa(0.75, SGD, 1e-9), (w, t) -> t < 8 ? w[t] : mean(w, t, 8, 9, 10, 11));
    check(new Swa(0.99, SGD, 1), (w, t) -> w[t]);
  }

  private static double mean(double[] w, int t, int... steps) {
    return Arrays.stream(steps).filter(i -> i <= t).mapToDouble(i -> w[i]).average().orElseThrow();
  }

  @Test
  void lookaheadKeepsTheSlowWeights() {
    check(new Lookahead(5, 0.5, SGD), (w, t) -> t < 4 ? 3 : t < 9 ? w[4] : w[9]);
  }

  @Test
  void theOutermostAverageIsKept() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      List<Parameters.Group> one = List.of(new Parameters.Group(0, 1, true, 1, 0));
      Optimizer o = new ClipByNorm(1, new Swa(0.5, new Sam(0.1, new Ema(0.5, SGD), false), 1));
      Run run = new Run(k, o, new double[] {3}, one, 12);
      assertEquals(4, o.slots());
      for (int t = 0; t < 12; t++) {
        run.step(new double[] {1});
        assertEquals(t < 5 ? 1 : 3, o.keptSlot(run.progress), "step " + t);
      }
    }
  }

  /** What clips outside also clips the gradients that are computed again. */
  @Test
  void samInsideAClipGetsClippedGradients() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      List<Parameters.Group> one = List.of(new Parameters.Group(0, 1, true, 1, 0));
      Optimizer sgd = new Sgd(new Constant(1), new Constant(0), false);
      Run run = new Run(k, new ClipByValue(2, new Sam(0.5, sgd, false)), new double[] {3}, one, 12);
      double[] asked = new double[1];
      run.function =
          (w, g) -> {
            asked[0] = w[0];
            g[0] = -50;
          };
      run.step(new double[] {7});
      assertEquals(3.5, asked[0]);
      assertEquals(3 + 2, run.parameters.weights().toArray()[0]);
    }
  }

  @Test
  void samStaysWhereThereIsNoSlope() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      List<Parameters.Group> one = List.of(new Parameters.Group(0, 2, true, 1, 0));
      Run run = new Run(k, new Sam(0.5, SGD, false), new double[] {3, 4}, one, 12);
      run.step(new double[2]);
      assertArrayEquals(new double[] {3, 4}, run.parameters.weights().toArray());
    }
  }

  @Test
  void samWithoutASourceOfGradientsSaysSo() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Run run = new Run(k, new Sam(0.5, SGD, false), new double[1], List.of(), 12);
      Parameters blind =
          new Parameters(
              run.parameters.weights(),
              run.parameters.gradients(),
              run.parameters.slots(),
              List.of(new Parameters.Group(0, 1, true, 1, 0)));
      blind.gradients().set(1);
      String message =
          assertThrows(
                  IllegalStateException.class, () -> run.optimizer.step(k, run.progress, blind))
              .getMessage();
      assertTrue(message.contains("gradients at other weights"), message);
    }
  }

  @Test
  void refusals() {
    assertThrows(IllegalArgumentException.class, () -> new Sam(0, SGD, false));
    assertThrows(IllegalArgumentException.class, () -> new Lookahead(0, 0.5, SGD));
    assertThrows(IllegalArgumentException.class, () -> new Lookahead(5, 1.5, SGD));
    assertThrows(IllegalArgumentException.class, () -> new Ema(1, SGD));
    assertThrows(IllegalArgumentException.class, () -> new Swa(1, SGD, 1));
    assertThrows(IllegalArgumentException.class, () -> new Swa(0.5, SGD, 0));
  }
}
