// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import backprop.engine.optimize.Objective;

/**
 * Finds a step length a along a direction p that fulfills the strong Wolfe conditions
 *
 * <pre>
 *   f(w + a p) &lt;= f(w) + c1 a g'p      and      |g(w + a p)'p| &lt;= c2 |g'p|
 * </pre>
 *
 * <p>Nocedal and Wright, "Numerical Optimization", second edition, 2006, algorithm 3.5 (bracketing)
 * and algorithm 3.6 (zoom) with the cubic interpolation of equation 3.59, kept away from the ends
 * of the interval. Where the function is not a finite number, the step is too long. After the
 * allowed number of evaluations the best step is taken that decreases the function enough; if there
 * is none, the search has failed.
 */
final class LineSearch {
  private static final int EVALUATIONS = 40;

  /** An interval that two trials leave larger than this part is halved: Moré and Thuente, 1994. */
  private static final double ENOUGH_SHRINKAGE = 0.66;

  private final Objective f;
  private final double c1;
  private final double c2;
  private final double[] start;
  private final double[] direction;

  /** What is known at one step length. */
  private static final class Trial {
    double length;
    double value;
    double slope;
    double[] point;
    double[] gradient;

    Trial(int size) {
      point = new double[size];
      gradient = new double[size];
    }
  }

  private Trial last;
  private Trial low;
  private Trial high;
  private double startValue;
  private double startSlope;
  private boolean strong;

  /**
   * A line search on a function.
   *
   * @param c1 sufficient decrease, above 0
   * @param c2 curvature, above c1 and below 1
   */
  LineSearch(Objective f, double c1, double c2) {
    this.f = f;
    this.c1 = c1;
    this.c2 = c2;
    this.start = new double[f.size()];
    this.direction = new double[f.size()];
    this.last = new Trial(f.size());
    this.low = new Trial(f.size());
    this.high = new Trial(f.size());
  }

  /**
   * Searches from a point.
   *
   * @param first the step length to try first
   * @return whether a lower point was found; it is where {@link #point} says
   */
  boolean search(double[] w, double value, double[] g, double[] p, double first)
      throws InterruptedException {
    Vectors.copy(w, start);
    Vectors.copy(p, direction);
    startValue = value;
    startSlope = Vectors.dot(g, p);
    strong = false;
    if (!(startSlope < 0) || !(first > 0)) {
      return false;
    }
    low.length = 0;
    low.value = value;
    low.slope = startSlope;
    Vectors.copy(w, low.point);
    Vectors.copy(g, low.gradient);
    double length = first;
    for (int i = 1; i <= EVALUATIONS; i++) {
      evaluate(length);
      if (isStrong(last)) {
        return accept();
      }
      if (tooHigh(last) || (i > 1 && last.value >= low.value)) {
        return zoom(i, false);
      }
      if (last.slope >= 0) {
        return zoom(i, true);
      }
      double gone = last.length - low.length;
      double next = cubic(low, last);
      double longest = last.length + 4 * gone;
      next = next > last.length + gone && next < longest ? next : longest;
      swapLow();
      length = next;
    }
    return takeLow();
  }

  private boolean tooHigh(Trial t) {
    return !(t.value <= startValue + c1 * t.length * startSlope);
  }

  private boolean isStrong(Trial t) {
    return !tooHigh(t) && Math.abs(t.slope) <= -c2 * startSlope;
  }

  private void evaluate(double length) throws InterruptedException {
    last.length = length;
    for (int i = 0; i < start.length; i++) {
      last.point[i] = start[i] + length * direction[i];
    }
    last.value = f.gradient(last.point, last.gradient);
    last.slope = Vectors.dot(last.gradient, direction);
    if (!Double.isFinite(last.value) || !Double.isFinite(last.slope)) {
      last.value = Double.POSITIVE_INFINITY;
      last.slope = Double.NaN;
    }
  }

  /** Narrows the interval between low and the last trial; turned if the last is the lower one. */
  private boolean zoom(int done, boolean turned) throws InterruptedException {
    swapHigh();
    if (turned) {
      Trial t = low;
      low = high;
      high = t;
    }
    double before = Double.POSITIVE_INFINITY;
    double between = Double.POSITIVE_INFINITY;
    for (int i = done; i < EVALUATIONS; i++) {
      double width = high.length - low.length;
      double next = cubic(low, high);
      double part = (next - low.length) / width;
      boolean slow = Math.abs(width) > ENOUGH_SHRINKAGE * before;
      if (slow || !(part >= 0.1 && part <= 0.9)) {
        next = low.length + width / 2;
      }
      before = between;
      between = Math.abs(width);
      if (next == low.length || next == high.length) {
        break;
      }
      evaluate(next);
      if (isStrong(last)) {
        return accept();
      }
      if (tooHigh(last) || last.value >= low.value) {
        swapHigh();
      } else {
        if (last.slope * width >= 0) {
          Trial t = high;
          high = low;
          low = t;
        }
        swapLow();
      }
    }
    return takeLow();
  }

  /**
   * The minimizer of the cubic through two values and slopes: equation 3.59; NaN where there is
   * none.
   */
  private static double cubic(Trial a, Trial b) {
    double d = b.length - a.length;
    double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.length - b.length);
    double d2 = Math.signum(d) * Math.sqrt(d1 * d1 - a.slope * b.slope);
    return b.length - d * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  }

  private boolean accept() {
    swapLow();
    strong = true;
    return low.value < startValue;
  }

  private boolean takeLow() {
    return low.length > 0 && low.value < startValue;
  }

  private void swapLow() {
    Trial t = low;
    low = last;
    last = t;
  }

  private void swapHigh() {
    Trial t = high;
    high = last;
    last = t;
  }

  /** Where the search has ended. */
  double[] point() {
    return low.point;
  }

  /** The value there. */
  double value() {
    return low.value;
  }

  /** The gradient there. */
  double[] gradient() {
    return low.gradient;
  }

  /** The length of the step. */
  double length() {
    return low.length;
  }

  /** Whether both conditions hold. */
  boolean strong() {
    return strong;
  }
}
