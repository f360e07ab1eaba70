// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.activation.Kinks;
import backprop.engine.activation.Relu;
import backprop.engine.backend.Axis;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Window;
import backprop.engine.graph.Node;
import java.util.Arrays;

/**
 * Where functions have kinks, or are too steep for a step of a thousandth: central differences are
 * wrong there, so gradient checks draw other numbers. An op with kinks of its own is one more case
 * here.
 */
public final class KinkCheck {
  private KinkCheck() {}

  /** Whether an input of the node, in its last forward pass, is too near to a kink. */
  public static boolean near(Node n) {
    if (n.op() instanceof Map map) {
      return nearKink(map.function(), n.input(0));
    }
    if (n.op() instanceof RandomSlope) {
      return nearKink(new Relu(), n.input(0)); // its kink is where that of a random slope is
    }
    if (n.op() instanceof Maximum max) {
      return nearTie(n.input(0), max.pieces());
    }
    if (n.op() instanceof MaxPool pool) {
      return nearTie(pool.window(), n.input(0));
    }
    if (n.op() instanceof NormalizeGroups norm) {
      return nearlyConstant(norm, n.inputValue(0).shape().rows(), n.input(0));
    }
    return false;
  }

  /** Whether the numbers of a group are so near to each other that dividing by them is steep. */
  private static boolean nearlyConstant(NormalizeGroups norm, int positions, Matrix x) {
    double[] numbers = x.toArray();
    int width = x.columns() / norm.groups();
    int count = positions * width;
    for (int group = 0; count > 1 && group < x.rows() / positions * norm.groups(); group++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        int row = group / norm.groups() * positions + i / width;
        double v = numbers[row * x.columns() + group % norm.groups() * width + i % width];
        sum += v;
        squares += v * v;
      }
      double variance = squares / count - sum * sum / count / count;
      if (variance + norm.epsilon() < 0.1) {
        return true;
      }
    }
    return false;
  }

  /** At exactly 0, where a function may have put it, nothing moves. */
  private static boolean nearKink(Elementwise f, Matrix x) {
    for (double v : x.toArray()) {
      if (v != 0 && Kinks.near(f, v, GradientCheck.KINK_DISTANCE)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the largest two of the numbers of one maximum are near to each other. */
  private static boolean nearTie(Matrix x, int pieces) {
    double[] all = x.toArray();
    int units = x.columns() / pieces;
    for (int r = 0; r < x.rows(); r++) {
      for (int u = 0; u < units; u++) {
        int first = r * x.columns() + u;
        double[] numbers = new double[pieces];
        Arrays.setAll(numbers, p -> all[first + p * units]);
        Arrays.sort(numbers);
        if (pieces > 1 && numbers[pieces - 1] - numbers[pieces - 2] < GradientCheck.KINK_DISTANCE) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the two largest numbers of a window are nearly equal. */
  private static boolean nearTie(Window w, Matrix x) {
    double[] numbers = x.toArray();
    Axis v = w.vertical();
    Axis h = w.horizontal();
    for (int e = 0; e < x.rows() / w.in(); e++) {
      for (int o = 0; o < w.out() * x.columns(); o++) {
        int position = o / x.columns();
        double first = Double.NEGATIVE_INFINITY;
        double second = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < w.places(); k++) {
          int iy = v.at(position / h.out(), k / h.kernel());
          int ix = h.at(position % h.out(), k % h.kernel());
          if (iy >= 0 && iy < v.in() && ix >= 0 && ix < h.in()) {
            int row = e * w.in() + iy * h.in() + ix;
            double number = numbers[row * x.columns() + o % x.columns()];
            second = Math.max(second, Math.min(first, number));
            first = Math.max(first, number);
          }
        }
        if (tooNear(first - second)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean tooNear(double distance) {
    return distance != 0 && Math.abs(distance) < GradientCheck.KINK_DISTANCE;
  }
}
