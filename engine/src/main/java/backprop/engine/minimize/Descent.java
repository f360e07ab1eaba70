// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Objective;

/** A search along directions with a line search on each: what such methods share. */
abstract class Descent implements Minimizer.Search {
  final Objective f;
  final double[] w;
  final double[] gradient;
  final double[] direction;
  private final double[] oldPoint;
  private final double[] oldGradient;
  private final LineSearch line;
  private final double tolerance;
  private double value;
  private boolean fresh = true;
  private double lastLength;
  private double lastSlope;

  Descent(Objective f, double[] start, double tolerance, double c2) throws InterruptedException {
    Check.size(f, start);
    this.f = f;
    this.tolerance = tolerance;
    this.w = start.clone();
    this.gradient = new double[w.length];
    this.direction = new double[w.length];
    this.oldPoint = new double[w.length];
    this.oldGradient = new double[w.length];
    this.line = new LineSearch(f, 1e-4, c2);
    this.value = f.gradient(w, gradient);
  }

  /**
   * Puts the next direction into {@link #direction}.
   *
   * @param fresh whether nothing that was learnt before may be used: in the first iteration, and
   *     where another direction has failed
   * @return the step length to try first, or NaN for the usual one of a method without a scale
   */
  abstract double direct(boolean fresh) throws InterruptedException;

  /** Learns from a step. */
  abstract void learn(double[] oldPoint, double[] oldGradient, double oldValue, double length);

  @Override
  public final String iterate() throws InterruptedException {
    if (Vectors.largest(gradient) <= tolerance) {
      return Check.FLAT;
    }
    double first = direct(fresh);
    boolean found = line.search(w, value, gradient, direction, scaled(first));
    if (!found && !fresh) {
      fresh = true;
      first = direct(true);
      found = line.search(w, value, gradient, direction, scaled(first));
    }
    if (!found) {
      return Check.STUCK;
    }
    Vectors.copy(w, oldPoint);
    Vectors.copy(gradient, oldGradient);
    double oldValue = value;
    lastLength = line.length();
    lastSlope = Vectors.dot(gradient, direction);
    Vectors.copy(line.point(), w);
    Vectors.copy(line.gradient(), gradient);
    value = line.value();
    learn(oldPoint, oldGradient, oldValue, line.length());
    fresh = false;
    return Vectors.largest(gradient) <= tolerance ? Check.FLAT : null;
  }

  /**
   * Without a scale, the step that would change the function as the last one did (Nocedal and
   * Wright, section 3.5, "initial step length"); the first one is at most 1 long.
   */
  private double scaled(double first) {
    if (!Double.isNaN(first)) {
      return first;
    }
    double slope = Vectors.dot(gradient, direction);
    double length = fresh ? Double.NaN : lastLength * lastSlope / slope;
    return length > 0 && length < 1e10
        ? length
        : Math.min(1, 1 / Math.sqrt(Vectors.dot(direction, direction)));
  }

  @Override
  public final double[] point() {
    return w;
  }

  @Override
  public final double value() {
    return value;
  }
}
