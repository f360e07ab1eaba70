// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Cosine;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Optimizers that go by the sign of gradients: Lion, Rprop. */
class SignTest {
  @Nested
  class LionItself extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Lion(new Cosine(0.05, 0), 0.7, 0.9, new Constant(0.2));
    }

    @Override
    protected double rateBefore(int step) {
      return 0.025 * (1 + Math.cos(Math.PI * step / 12));
    }

    @Override
    protected double next(Element e) {
      double direction = Math.signum(0.7 * e.memory[0] + 0.3 * e.g);
      e.memory[0] = 0.9 * e.memory[0] + 0.1 * e.g;
      return e.w - e.rate * (direction + 0.2 * e.decayFactor * e.w);
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Lion(new Cosine(0.05, 0), 0.9, 0.99, new Constant(0));
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Lion(new Cosine(0.002, 0), 0.9, 0.99, new Constant(0));
    }
  }

  /** iRprop+, algorithm 4 of the paper, with the last step kept as such. */
  @Nested
  class RpropPlus extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Rprop(0.05, 1.3, 0.4, 0.01, 0.2, true);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.05;
    }

    @Override
    protected double next(Element e) {
      double product = e.g * e.memory[0];
      if (e.t == 1) {
        e.memory[1] = 0.05;
      }
      if (product > 0) {
        e.memory[1] = Math.min(e.memory[1] * 1.3, 0.2);
        e.memory[2] = -Math.signum(e.g) * e.memory[1];
      } else if (product < 0) {
        double back = e.memory[2];
        e.memory[1] = Math.max(e.memory[1] * 0.4, 0.01);
        e.memory[0] = 0;
        double risen = e.t > 1 && e.loss > e.memory[3] ? 1 : 0;
        e.memory[3] = e.loss;
        return e.w - risen * e.rate / 0.05 * back;
      } else {
        e.memory[2] = -Math.signum(e.g) * e.memory[1];
      }
      e.memory[0] = e.g;
      e.memory[3] = e.loss;
      return e.w + e.rate / 0.05 * e.memory[2];
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Rprop(0.01, 1.2, 0.5, 1e-6, 50, true);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Rprop(0.01, 1.2, 0.5, 1e-6, 50, true);
    }
  }

  /** iRprop-, algorithm 2 of the paper. */
  @Nested
  class RpropMinus extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Rprop(0.05, 1.3, 0.4, 0.01, 0.2, false);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.05;
    }

    @Override
    protected double next(Element e) {
      double product = e.g * e.memory[0];
      if (e.t == 1) {
        e.memory[1] = 0.05;
      }
      if (product > 0) {
        e.memory[1] = Math.min(e.memory[1] * 1.3, 0.2);
        e.memory[2] = -Math.signum(e.g) * e.memory[1];
      } else if (product < 0) {
        double back = e.memory[2];
        e.memory[1] = Math.max(e.memory[1] * 0.4, 0.01);
        e.memory[0] = 0;
        double risen = e.t > 1 && e.loss > e.memory[3] ? 0 : 0;
        e.memory[3] = e.loss;
        return e.w - risen * e.rate / 0.05 * back;
      } else {
        e.memory[2] = -Math.signum(e.g) * e.memory[1];
      }
      e.memory[0] = e.g;
      e.memory[3] = e.loss;
      return e.w + e.rate / 0.05 * e.memory[2];
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Rprop(0.01, 1.2, 0.5, 1e-6, 50, false);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Rprop(0.01, 1.2, 0.5, 1e-6, 50, false);
    }
  }

  /** Slope of a parabola that was overshot: only a rise of the loss takes the step back. */
  @Test
  void rpropGoesBackWhereTheLossHasRisen() {
    assertEquals(1, afterOvershooting(2));
    assertEquals(0.5, afterOvershooting(0.5));
    assertEquals(0.5, afterOvershooting(1));
    assertEquals(0.5, afterOvershooting(Double.NaN));
  }

  private static double afterOvershooting(double loss) {
    try (Kernels k = new ReferenceBackend().open(1)) {
      List<Parameters.Group> one = List.of(new Parameters.Group(0, 1, true, 1, 0));
      Optimizer rprop = new Rprop(0.5, 1.2, 0.5, 1e-6, 50, true);
      OptimizerContract.Run run = new OptimizerContract.Run(k, rprop, new double[] {1}, one, 12);
      run.parameters.loss(1);
      run.step(new double[] {3});
      run.parameters.loss(loss);
      run.step(new double[] {-4});
      return run.parameters.weights().toArray()[0];
    }
  }

  @Test
  void refusals() {
    Constant one = new Constant(1);
    assertThrows(IllegalArgumentException.class, () -> new Lion(one, 1, 0.9, one));
    assertThrows(IllegalArgumentException.class, () -> new Lion(one, 0.9, 0.9, new Constant(-1)));
    assertThrows(IllegalArgumentException.class, () -> new Rprop(0, 1.2, 0.5, 1, 2, true));
    assertThrows(IllegalArgumentException.class, () -> new Rprop(1, 0.9, 0.5, 1, 2, true));
    assertThrows(IllegalArgumentException.class, () -> new Rprop(1, 1.2, 1, 1, 2, true));
    assertThrows(IllegalArgumentException.class, () -> new Rprop(1, 1.2, 0.5, 2, 1, true));
  }
}
