// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.activation;

import backprop.engine.backend.Elementwise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;

/**
 * Where a function of one number has no derivative, or where its derivative has none: found by
 * bisection on jumps of the stated derivative and curvature between -45 and 45. Central differences
 * that straddle such a place are wrong there, whatever the function says.
 */
public final class Kinks {
  private static final double RANGE = 45;
  private static final double STEP = 0.01;
  private static final double JUMP = 1e-5;
  private static final Map<Elementwise, List<Double>> KNOWN = new ConcurrentHashMap<>();

  private Kinks() {}

  /** Whether a kink is nearer than that. */
  public static boolean near(Elementwise f, double x, double distance) {
    for (double kink : KNOWN.computeIfAbsent(f, Kinks::of)) {
      if (Math.abs(x - kink) < distance) {
        return true;
      }
    }
    return false;
  }

  /** All of them. */
  public static List<Double> of(Elementwise f) {
    List<Double> found = new ArrayList<>();
    find(x -> f.derivative(x, f.value(x)), found);
    find(x -> f.curvature(x, f.value(x)), found);
    return found;
  }

  private static void find(DoubleUnaryOperator f, List<Double> found) {
    // an odd start: kinks at round numbers lie within a cell
    for (double x = -RANGE - 0.0031; x < RANGE; x += STEP) {
      double low = x;
      double high = x + STEP;
      for (int i = 0; i < 36; i++) {
        double middle = 0.5 * (low + high);
        double at = f.applyAsDouble(middle);
        if (Math.abs(at - f.applyAsDouble(low)) > Math.abs(f.applyAsDouble(high) - at)) {
          high = middle;
        } else {
          low = middle;
        }
        if (i == 1 && !jumps(f, x, x + STEP)) {
          break;
        }
      }
      if (high - low < 1e-9 && jumps(f, low, high)) {
        found.add(low);
      }
    }
  }

  private static boolean jumps(DoubleUnaryOperator f, double low, double high) {
    double a = f.applyAsDouble(low);
    double b = f.applyAsDouble(high);
    return Math.abs(a - b) > JUMP * Math.max(1, Math.abs(a));
  }
}
