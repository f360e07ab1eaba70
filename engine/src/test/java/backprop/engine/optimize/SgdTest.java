// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Polynomial;
import backprop.engine.schedule.Schedule;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SgdTest {
  private static final Schedule NONE = new Constant(0);

  /** Robbins and Monro: w - rate g. */
  @Nested
  class Plain extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Sgd(new Polynomial(0.2, 0.08, 1), NONE, false);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.2 - 0.12 * step / 12.0;
    }

    @Override
    protected double next(Element e) {
      return e.w - e.rate * e.g;
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Sgd(new Constant(0.1), NONE, false);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Sgd(new Constant(0.0015), NONE, false);
    }
  }

  /** Polyak's heavy ball with a velocity in units of the gradient. */
  @Nested
  class Momentum extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Sgd(new Constant(0.1), new Polynomial(0.5, 0.9, 1), false);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = (0.5 + 0.4 * (e.t - 1) / 12.0) * e.memory[0] + e.g;
      return e.w - e.rate * e.memory[0];
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Sgd(new Constant(0.05), new Constant(0.9), false);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Sgd(new Constant(5e-4), new Constant(0.9), false);
    }
  }

  /**
   * The gradient plus one more step of velocity (PyTorch; compared with the paper's form below).
   */
  @Nested
  class Nesterov extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Sgd(new Constant(0.1), new Constant(0.8), true);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.1;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.8 * e.memory[0] + e.g;
      return e.w - e.rate * (e.g + 0.8 * e.memory[0]);
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Sgd(new Constant(0.05), new Constant(0.9), true);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Sgd(new Constant(5e-4), new Constant(0.9), true);
    }
  }

  /**
   * With a constant rate, our weights are the paper's look-ahead points w + mu v, where {@code v' =
   * mu v - rate gradient(w + mu v)} and {@code w' = w + v'} (Sutskever et al. 2013, equations 3,
   * 4).
   */
  @Test
  void nesterovIsThePapersInShiftedVariables() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Optimizer o = new Sgd(new Constant(0.02), new Constant(0.9), true);
      List<Parameters.Group> one = List.of(new Parameters.Group(0, 1, true, 1, 0));
      OptimizerContract.Run run = new OptimizerContract.Run(k, o, new double[] {4}, one, 30);
      double w = 4;
      double v = 0;
      for (int t = 0; t < 30; t++) {
        run.step(new double[] {3 * run.parameters.weights().toArray()[0] + 1});
        v = 0.9 * v - 0.02 * (3 * (w + 0.9 * v) + 1);
        w += v;
        assertEquals(w + 0.9 * v, run.parameters.weights().toArray()[0], 1e-12);
      }
    }
  }

  @Test
  void velocityTakesASlotOnlyWhereThereIsMomentum() {
    assertEquals(0, new Sgd(new Constant(1), NONE, false).slots());
    assertEquals(1, new Sgd(new Constant(1), new Constant(0.5), false).slots());
    assertEquals(1, new Sgd(new Constant(1), new Polynomial(0, 0.9, 1), true).slots());
  }

  @Test
  void refusals() {
    assertThrows(IllegalArgumentException.class, () -> new Sgd(NONE, NONE, false));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(new Constant(-1), NONE, false));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(new Constant(1), NONE, true));
    assertThrows(
        IllegalArgumentException.class, () -> new Sgd(new Constant(1), new Constant(1), false));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Sgd(new Constant(1), new Polynomial(0, 1, 1), false));
  }
}
