// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Cosine;
import backprop.engine.schedule.OnPlateau;
import backprop.engine.schedule.Polynomial;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** RMSprop, Adam and AdamW. */
class AdaptiveTest {
  @Nested
  class Rms extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new RmsProp(new Constant(0.05), new Constant(0.9), new Constant(0), 1e-6);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.05;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.9 * e.memory[0] + 0.1 * e.g * e.g;
      return e.w - e.rate * e.g / (Math.sqrt(e.memory[0]) + 1e-6);
    }

    @Override
    protected Optimizer forQuadratic() {
      return new RmsProp(new Cosine(0.05, 0), new Constant(0.9), new Constant(0), 1e-8);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new RmsProp(new Cosine(0.01, 0), new Constant(0.99), new Constant(0), 1e-8);
    }
  }

  @Nested
  class RmsWithMomentum extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new RmsProp(new Constant(0.05), new Polynomial(0.6, 0.9, 1), new Constant(0.7), 1e-6);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.05;
    }

    @Override
    protected double next(Element e) {
      double decay = 0.6 + 0.3 * (e.t - 1) / 12;
      e.memory[0] = decay * e.memory[0] + (1 - decay) * e.g * e.g;
      e.memory[1] = 0.7 * e.memory[1] + e.g / (Math.sqrt(e.memory[0]) + 1e-6);
      return e.w - e.rate * e.memory[1];
    }

    @Override
    protected Optimizer forQuadratic() {
      return new RmsProp(new Cosine(0.02, 0), new Constant(0.9), new Constant(0.5), 1e-8);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new RmsProp(new Cosine(0.005, 0), new Constant(0.99), new Constant(0.5), 1e-8);
    }
  }

  /** Algorithm 1 of the paper, line by line; a schedule that looks at the losses. */
  @Nested
  class AdamItself extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Adam(new OnPlateau(0.05, 0.5, 1, 0, 0), 0.8, 0.95, 1e-7);
    }

    @Override
    protected double rateBefore(int step) {
      return step < 6 ? 0.05 : step < 9 ? 0.025 : 0.0125;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.8 * e.memory[0] + 0.2 * e.g;
      e.memory[1] = 0.95 * e.memory[1] + 0.05 * e.g * e.g;
      double mean = e.memory[0] / (1 - Math.pow(0.8, e.t));
      double square = e.memory[1] / (1 - Math.pow(0.95, e.t));
      return e.w - e.rate * mean / (Math.sqrt(square) + 1e-7);
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Adam(new Cosine(0.1, 0));
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Adam(new Constant(0.01));
    }
  }

  /** The decay first, on the old weight, times the rate, as PyTorch documents it. */
  @Nested
  class AdamWithDecay extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new AdamW(new Cosine(0.05, 0), 0.9, 0.99, 1e-8, new Polynomial(0.3, 0.06, 1));
    }

    @Override
    protected double rateBefore(int step) {
      return 0.025 * (1 + Math.cos(Math.PI * step / 12));
    }

    @Override
    protected double next(Element e) {
      double decay = 0.3 - 0.24 * (e.t - 1) / 12;
      double w = e.w - e.rate * decay * e.decayFactor * e.w;
      e.memory[0] = 0.9 * e.memory[0] + 0.1 * e.g;
      e.memory[1] = 0.99 * e.memory[1] + 0.01 * e.g * e.g;
      double mean = e.memory[0] / (1 - Math.pow(0.9, e.t));
      double square = e.memory[1] / (1 - Math.pow(0.99, e.t));
      return w - e.rate * mean / (Math.sqrt(square) + 1e-8);
    }

    @Override
    protected Optimizer forQuadratic() {
      return new AdamW(new Cosine(0.1, 0), new Constant(0.01));
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new AdamW(new Constant(0.01), new Constant(0.01));
    }
  }

  @Test
  void slots() {
    assertEquals(1, new RmsProp(new Constant(1), new Constant(0), new Constant(0), 1).slots());
    assertEquals(2, new RmsProp(new Constant(1), new Constant(0), new Constant(0.1), 1).slots());
    assertEquals(2, new Adam(new Constant(1)).slots());
    assertEquals(2, new AdamW(new Constant(1), new Constant(0)).slots());
  }

  @Test
  void refusals() {
    Constant one = new Constant(1);
    assertThrows(IllegalArgumentException.class, () -> new Adam(new Constant(0)));
    assertThrows(IllegalArgumentException.class, () -> new Adam(one, 1, 0.9, 1e-8));
    assertThrows(IllegalArgumentException.class, () -> new Adam(one, 0.9, -0.1, 1e-8));
    assertThrows(IllegalArgumentException.class, () -> new Adam(one, 0.9, 0.9, 0));
    assertThrows(IllegalArgumentException.class, () -> new AdamW(one, new Constant(-1)));
    assertThrows(IllegalArgumentException.class, () -> new RmsProp(one, one, new Constant(0), 1));
  }
}
