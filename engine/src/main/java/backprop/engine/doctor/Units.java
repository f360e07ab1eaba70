// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.backend.Elementwise;
import backprop.engine.graph.Node;
import java.util.Arrays;

/**
 * What the units behind an activation do on some rows. A unit is a column of the last axis: of an
 * image a channel, of a sequence a feature.
 *
 * @param path of the layer, such as {@code 0-dense}
 * @param kind how the activation can fail
 * @param units how many there are
 * @param stuck those that let no gradient through on any row (rectifiers), or on hardly any
 *     (saturating activations)
 */
public record Units(String path, Kind kind, int units, int stuck) {
  /** A unit counts as saturated where so large a part of its outputs does. */
  private static final double MOSTLY = 0.95;

  /** An output is saturated where the slope is below this part of the steepest. */
  private static final double FLAT = 0.02;

  /** Far out, where what saturates is flat. */
  private static final double FAR = 40;

  /** How an activation can fail. */
  public enum Kind {
    /** 0 and flat for all numbers below 0. */
    RECTIFIER,
    /** Flat far to both sides. */
    SATURATING
  }

  /** The part that is stuck. */
  public double share() {
    return (double) stuck / units;
  }

  /** How this activation can fail; null where it cannot, or not like these. */
  static Kind kind(Elementwise f) {
    boolean flatBelow = slope(f, -1) == 0 && slope(f, -FAR) == 0 && f.value(-1) == 0;
    if (flatBelow && slope(f, 1) > 0) {
      return Kind.RECTIFIER;
    }
    boolean bounded = slope(f, -FAR) < 1e-6 && slope(f, FAR) < 1e-6;
    return bounded && slope(f, 0) > 0.01 ? Kind.SATURATING : null;
  }

  private static double slope(Elementwise f, double x) {
    return f.derivative(x, f.value(x));
  }

  /** Counts, over several batches, what comes out of a node. */
  static final class Counter {
    private final String path;
    private final Kind kind;
    private final double threshold;
    private final Elementwise function;
    private final int columns;
    private final long[] stuck;
    private long seen;

    Counter(Node node, Elementwise function, Kind kind) {
      this.path = node.path().replaceFirst("/.*", "");
      this.kind = kind;
      this.function = function;
      this.threshold = kind == Kind.RECTIFIER ? 0 : FLAT * slope(function, 0);
      this.columns = node.outputValue().shape().columns();
      this.stuck = new long[columns];
    }

    /**
     * Takes a batch.
     *
     * @param sums what the activation is applied to
     */
    void add(double[] sums) {
      for (int i = 0; i < sums.length; i++) {
        if (slope(function, sums[i]) <= threshold) {
          stuck[i % columns]++;
        }
      }
      seen += sums.length / columns;
    }

    Units units() {
      double enough = kind == Kind.RECTIFIER ? seen : MOSTLY * seen;
      return new Units(
          path, kind, columns, (int) Arrays.stream(stuck).filter(s -> s >= enough).count());
    }
  }
}
