// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.Recurrence;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Op;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.GlorotUniform;
import backprop.engine.init.Initializer;
import backprop.engine.init.Orthogonal;
import backprop.engine.init.Zeros;
import backprop.engine.op.Affine;
import backprop.engine.op.EndStep;

/** What the recurrent layers share. */
final class Cells {
  private Cells() {}

  /** Starts each of several groups of columns, one beside the other, by itself. */
  private record Groups(Initializer each, int groups) implements Initializer {
    @Override
    public void fill(
        double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
      int width = columns / groups;
      double[] one = new double[rows * width];
      for (int g = 0; g < groups; g++) {
        each.fill(one, rows, width, fanIn, fanOut, random);
        for (int r = 0; r < rows; r++) {
          System.arraycopy(one, r * width, w, r * columns + g * width, width);
        }
      }
    }
  }

  /** Zeros, but a number in one of several groups of columns. */
  private record OneGroup(int group, int groups, double value) implements Initializer {
    @Override
    public void fill(
        double[] w, int rows, int columns, int fanIn, int fanOut, RandomStream random) {
      int width = columns / groups;
      for (int i = 0; i < w.length; i++) {
        w[i] = i % columns / width == group ? value : 0;
      }
    }
  }

  /** A bias that starts at 0, but for one group of columns. */
  static Initializer bias(int group, int groups, double value) {
    return new OneGroup(group, groups, value);
  }

  /** Checks the options that all cells have. */
  static void check(int units, int backpropSteps, double recurrentDropout) {
    if (units < 1) {
      throw new IllegalArgumentException("units is " + units + ", it must be at least 1");
    }
    if (backpropSteps < 0) {
      throw new IllegalArgumentException(
          "backprop-steps is " + backpropSteps + ", allowed are 1 and more, or 0 for all");
    }
    if (!(recurrentDropout >= 0 && recurrentDropout < 1)) {
      throw new IllegalArgumentException(
          "recurrent-dropout is " + recurrentDropout + ", allowed are 0 up to, but not, 1");
    }
  }

  /** The sequence that goes in, after a check that it is one. */
  static Shape sequence(Graph g, Value x) {
    Shape s = x.shape();
    if (s.rank() != 2) {
      throw Layers.error(
          g, "it takes a sequence (time x features), but its input is " + s + " for each example");
    }
    return s;
  }

  /** The function behind an activation. */
  static Elementwise function(Graph g, String option, Activation activation) {
    if (activation instanceof Elementwise f) {
      return f;
    }
    throw Layers.error(
        g,
        option
            + " is "
            + activation
            + ", allowed are activations that are functions of one number, such as tanh");
  }

  /** How the cell runs; recurrent dropout is at work where dropout is. */
  static Recurrence recurrence(
      Graph g, Shape in, boolean reverse, int backpropSteps, double recurrentDropout) {
    double dropout = g.mode().random() ? recurrentDropout : 0;
    return new Recurrence(in.size(0), reverse, backpropSteps, dropout);
  }

  /** The inputs' part of the weighted sums for all steps at once: {@code weights}, {@code bias}. */
  static Value project(Graph g, Value x, int units, int groups, Initializer bias) {
    int in = x.shape().columns();
    int columns = columns(g, units, groups, Math.max(in, units));
    Value w =
        g.parameter(
            "weights",
            in,
            columns,
            Role.WEIGHT,
            new Groups(new GlorotUniform(), groups),
            in,
            units,
            1);
    return g.op(new Affine(), x, w, g.parameter("bias", 1, columns, Role.BIAS, bias));
  }

  private static int columns(Graph g, int units, int groups, int rows) {
    if ((long) units * groups * rows > Integer.MAX_VALUE) {
      throw Layers.error(
          g, units + " units have more than 2^31 weights in one matrix: take fewer units");
    }
    return units * groups;
  }

  /** {@code recurrent}: one orthogonal matrix for each group. */
  static Value recurrentWeights(Graph g, int units, int groups) {
    return g.parameter(
        "recurrent",
        units,
        units * groups,
        Role.WEIGHT,
        new Groups(new Orthogonal(1), groups),
        units,
        units,
        1);
  }

  /** {@code recurrent-bias}, zeros. */
  static Value recurrentBias(Graph g, int units, int groups) {
    return g.parameter("recurrent-bias", 1, units * groups, Role.BIAS, new Zeros());
  }

  /** Records the steps with the input's mask, if it has one. */
  static Value steps(Graph g, Op op, Value mask, Value projected, Value recurrent) {
    return mask == null ? g.op(op, projected, recurrent) : g.op(op, projected, recurrent, mask);
  }

  /**
   * All steps, or the one that was processed last. That is also the state after the last real step,
   * because padding leaves the state alone.
   */
  static Value output(Graph g, Value steps, boolean sequence, boolean reverse) {
    return sequence ? steps : g.op(new EndStep(reverse), steps);
  }
}
