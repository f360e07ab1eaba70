// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Cosine;
import backprop.engine.schedule.Polynomial;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** AdaGrad, AdaDelta, AdaMax, Nadam, RAdam, AMSGrad, centered RMSprop. */
class AdaptiveVariantsTest {
  @Nested
  class Grad extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new AdaGrad(new Constant(0.3), 0.25, 1e-7);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.3;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] += e.g * e.g;
      return e.w - e.rate * e.g / (Math.sqrt(0.25 + e.memory[0]) + 1e-7);
    }

    @Override
    protected Optimizer forQuadratic() {
      return new AdaGrad(new Constant(1), 0, 1e-10);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new AdaGrad(new Constant(0.5), 0, 1e-10);
    }
  }

  /** Algorithm 1 of the paper, times a rate. */
  @Nested
  class Delta extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new AdaDelta(new Constant(0.5), new Polynomial(0.8, 0.9, 1), 1e-4);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.5;
    }

    @Override
    protected double next(Element e) {
      double decay = 0.8 + 0.1 * (e.t - 1) / 12;
      e.memory[0] = decay * e.memory[0] + (1 - decay) * e.g * e.g;
      double step = -Math.sqrt(e.memory[1] + 1e-4) / Math.sqrt(e.memory[0] + 1e-4) * e.g;
      e.memory[1] = decay * e.memory[1] + (1 - decay) * step * step;
      return e.w + e.rate * step;
    }

    @Override
    protected Optimizer forQuadratic() {
      return new AdaDelta(new Cosine(1, 0), new Constant(0.9), 1e-4);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new AdaDelta(new Cosine(1, 0), new Constant(0.95), 1e-6);
    }
  }

  @Nested
  class Max extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new AdaMax(new Cosine(0.1, 0), 0.8, 0.95, 1e-7);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.05 * (1 + Math.cos(Math.PI * step / 12));
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.8 * e.memory[0] + 0.2 * e.g;
      e.memory[1] = Math.max(0.95 * e.memory[1], Math.abs(e.g) + 1e-7);
      return e.w - e.rate / (1 - Math.pow(0.8, e.t)) * e.memory[0] / e.memory[1];
    }

    @Override
    protected Optimizer forQuadratic() {
      return new AdaMax(new Cosine(0.2, 0), 0.9, 0.999, 1e-8);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new AdaMax(new Constant(0.01), 0.9, 0.999, 1e-8);
    }
  }

  /** The two moves of PyTorch's documentation, one after the other. */
  @Nested
  class NesterovAdam extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Nadam(new Constant(0.05), 0.8, 0.95, 1e-7, 0.01);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.05;
    }

    @Override
    protected double next(Element e) {
      double mu = 0.8 * (1 - 0.5 * Math.pow(0.96, e.t * 0.01));
      double next = 0.8 * (1 - 0.5 * Math.pow(0.96, (e.t + 1) * 0.01));
      // The products start at 1 and are kept as what is missing from 1.
      double product = (1 - e.memory[2]) * mu;
      e.memory[2] = 1 - product;
      e.memory[0] = 0.8 * e.memory[0] + 0.2 * e.g;
      e.memory[1] = 0.95 * e.memory[1] + 0.05 * e.g * e.g;
      double root = Math.sqrt(e.memory[1] / (1 - Math.pow(0.95, e.t))) + 1e-7;
      return e.w
          - e.rate * (1 - mu) / (1 - product) * e.g / root
          - e.rate * next / (1 - product * next) * e.memory[0] / root;
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Nadam(new Cosine(0.1, 0));
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Nadam(new Constant(0.01));
    }
  }

  /** Algorithm 2 of the paper; with these betas the sixth step is the first that adapts. */
  @Nested
  class Rectified extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new RAdam(new Constant(0.05), 0.8, 0.9, 1e-7);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.05;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.8 * e.memory[0] + 0.2 * e.g;
      e.memory[1] = 0.9 * e.memory[1] + 0.1 * e.g * e.g;
      double mean = e.memory[0] / (1 - Math.pow(0.8, e.t));
      double most = 2 / (1 - 0.9) - 1;
      double now = most - 2 * e.t * Math.pow(0.9, e.t) / (1 - Math.pow(0.9, e.t));
      if (now <= 5) {
        return e.w - e.rate * mean;
      }
      double rectified = Math.sqrt((now - 4) * (now - 2) * most / ((most - 4) * (most - 2) * now));
      double adapted = Math.sqrt(1 - Math.pow(0.9, e.t)) / (Math.sqrt(e.memory[1]) + 1e-7);
      return e.w - e.rate * mean * rectified * adapted;
    }

    @Override
    protected Optimizer forQuadratic() {
      return new RAdam(new Cosine(0.1, 0), 0.9, 0.999, 1e-8);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new RAdam(new Constant(0.002), 0.9, 0.999, 1e-8);
    }
  }

  /** PyTorch's AMSGrad. */
  @Nested
  class LargestSquare extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Adam(new Constant(0.05), 0.8, 0.7, 1e-7, true);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.05;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.8 * e.memory[0] + 0.2 * e.g;
      e.memory[1] = 0.7 * e.memory[1] + 0.3 * e.g * e.g;
      e.memory[2] = Math.max(e.memory[2], e.memory[1]);
      double mean = e.memory[0] / (1 - Math.pow(0.8, e.t));
      double square = e.memory[2] / (1 - Math.pow(0.7, e.t));
      return e.w - e.rate * mean / (Math.sqrt(square) + 1e-7);
    }

    @Override
    protected Optimizer forQuadratic() {
      return new Adam(new Cosine(0.3, 0), 0.9, 0.999, 1e-8, true);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new Adam(new Constant(0.1), 0.9, 0.999, 1e-8, true);
    }
  }

  @Nested
  class Centered extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new RmsProp(new Constant(0.02), new Constant(0.8), new Constant(0.5), 1e-3, true);
    }

    @Override
    protected double rateBefore(int step) {
      return 0.02;
    }

    @Override
    protected double next(Element e) {
      e.memory[0] = 0.8 * e.memory[0] + 0.2 * e.g * e.g;
      e.memory[1] = 0.8 * e.memory[1] + 0.2 * e.g;
      double deviation = Math.sqrt(e.memory[0] - e.memory[1] * e.memory[1]);
      e.memory[2] = 0.5 * e.memory[2] + e.g / (deviation + 1e-3);
      return e.w - e.rate * e.memory[2];
    }

    @Override
    protected Optimizer forQuadratic() {
      return new RmsProp(new Cosine(0.02, 0), new Constant(0.9), new Constant(0), 1e-2, true);
    }

    @Override
    protected Optimizer forRosenbrock() {
      return new RmsProp(new Cosine(0.002, 0), new Constant(0.99), new Constant(0), 1e-2, true);
    }
  }

  @Test
  void slots() {
    Constant one = new Constant(1);
    Constant none = new Constant(0);
    assertEquals(3, new Adam(one, 0.9, 0.999, 1e-8, true).slots());
    assertEquals(3, new AdamW(one, 0.9, 0.999, 1e-8, none, true).slots());
    assertEquals(3, new RmsProp(one, none, none, 1, true).slots());
    assertEquals(1, new AdaGrad(one, 0, 1e-10).slots());
  }

  @Test
  void refusals() {
    Constant one = new Constant(1);
    assertThrows(IllegalArgumentException.class, () -> new AdaGrad(one, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new AdaDelta(one, one, 1));
    assertThrows(IllegalArgumentException.class, () -> new AdaMax(one, 0.9, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Nadam(one, 0.9, 0.9, 1, -1));
    assertThrows(IllegalArgumentException.class, () -> new RAdam(one, 0.9, 0.9, 0));
  }
}
