// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/**
 * Compares gradients with central differences of fourth order: {@code (8 (f(x + h) - f(x - h)) -
 * (f(x + 2h) - f(x - 2h))) / 12 h}, whose error is of the order of h^4. In double precision only.
 *
 * <p>Of a tensor with more than {@link #MOST} numbers it compares as many partial derivatives drawn
 * at random, others with every call, and the derivatives along {@link #DIRECTIONS} random
 * directions, in which every number of the tensor takes part.
 */
public final class GradientCheck {
  /** The largest relative error that passes. */
  public static final double TOLERANCE = 1e-6;

  /** How far apart from a kink numbers must be, and more. */
  public static final double KINK_DISTANCE = 0.02;

  /** The most partial derivatives of one tensor that one call compares. */
  static final int MOST = 32;

  /** How many directions are compared where not all partial derivatives are. */
  static final int DIRECTIONS = 2;

  private static final double H = 1e-3;

  private double worst;
  private double magnitude = 1;
  private String where = "nothing was checked";
  private int checked;

  /** The largest relative error so far. */
  public double worst() {
    return worst;
  }

  /** How many partial derivatives were compared. */
  public int checked() {
    return checked;
  }

  /** The largest relative error and where it was. */
  @Override
  public String toString() {
    return "worst relative gradient error "
        + worst
        + " of "
        + checked
        + " partial derivatives, at "
        + where;
  }

  /** Runs forward and backward, then compares the gradients of all parameters and leaves. */
  public void check(String name, TestNetwork net, List<Leaf> leaves) {
    magnitude = Math.max(1, Math.abs(net.loss()));
    net.program().backward(false);
    double[] gradients = net.gradients().toArray();
    for (Slot s : net.layout().slots()) {
      if (isHandle(s)) {
        continue;
      }
      double[] exact = Arrays.copyOfRange(gradients, s.offset(), s.offset() + s.size());
      double[] values = new double[s.size()];
      net.parameters().buffer().read(s.offset(), values, 0, values.length);
      Runnable write = () -> net.parameters().buffer().write(s.offset(), values, 0, values.length);
      compare(name + ", parameter " + s.path(), exact, values, write, net);
    }
    for (int l = 0; l < leaves.size(); l++) {
      Leaf leaf = leaves.get(l);
      if (leaf.differentiable()) {
        compare(name + ", operand " + l, leaf.gradient().clone(), leaf.data(), () -> {}, net);
      }
    }
  }

  /**
   * Compares the derivatives by the numbers of one tensor.
   *
   * @param exact its gradient
   * @param values its numbers, which may be changed and are in the end as before
   * @param write puts the numbers where the network reads them
   */
  private void compare(
      String what, double[] exact, double[] values, Runnable write, TestNetwork net) {
    int n = exact.length;
    boolean all = n <= MOST;
    RandomStream r = new RandomStream(RandomStream.key(what.hashCode(), checked));
    int[] at = new int[Math.min(n, MOST)];
    Arrays.setAll(at, i -> all ? i : r.nextInt(n));
    double[][] directions = new double[at.length + (all ? 0 : DIRECTIONS)][n];
    for (int d = 0; d < directions.length; d++) {
      if (d < at.length) {
        directions[d][at[d]] = 1;
      } else {
        Arrays.setAll(directions[d], i -> r.nextGaussian() / Math.sqrt(n));
      }
    }
    double[] along = new double[directions.length];
    double[] numeric = new double[directions.length];
    String[] where = new String[directions.length];
    double[] before = values.clone();
    for (int d = 0; d < directions.length; d++) {
      double[] v = directions[d];
      for (int i = 0; i < n; i++) {
        along[d] += exact[i] * v[i];
      }
      where[d] = what + (d < at.length ? "[" + at[d] + "]" : ", a direction");
      numeric[d] =
          difference(
              net::loss,
              h -> {
                for (int i = 0; i < n; i++) {
                  values[i] = before[i] + h * v[i];
                }
                write.run();
                return h;
              });
    }
    compare(where, along, numeric);
  }

  /** The parameter that makes a {@link Leaf} differentiable. */
  private static boolean isHandle(Slot s) {
    return s.path().startsWith("leaf-");
  }

  private static double difference(DoubleSupplier f, DoubleUnaryOperator move) {
    double[] at = new double[4];
    double[] steps = {H, -H, 2 * H, -2 * H};
    for (int i = 0; i < 4; i++) {
      move.applyAsDouble(steps[i]);
      at[i] = f.getAsDouble();
    }
    move.applyAsDouble(0);
    return (8 * (at[0] - at[1]) - (at[2] - at[3])) / (12 * H);
  }

  /**
   * Relative to the number itself, but to no less than a thousandth of the largest beside it, nor a
   * hundred-thousandth of the loss (of 1 if that is smaller): differences of a loss near 1 are
   * rounded to about 1e-12, and some gradients are exactly 0, such as those of the keys' bias in
   * attention.
   */
  private void compare(String[] what, double[] exact, double[] numeric) {
    double largest = 1e-2 * magnitude;
    for (double x : numeric) {
      largest = Math.max(largest, Math.abs(x));
    }
    for (int i = 0; i < exact.length; i++) {
      double scale = Math.max(Math.abs(numeric[i]), 1e-3 * largest);
      double error = Math.abs(exact[i] - numeric[i]) / scale;
      checked++;
      if (!(error <= worst)) {
        worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        where =
            String.format(
                Locale.ROOT, "%s: %.12g, by differences %.12g", what[i], exact[i], numeric[i]);
      }
    }
  }
}
