// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.graph.Slot;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/**
 * Compares gradients with central differences of fourth order: {@code (8 (f(x + h) - f(x - h)) -
 * (f(x + 2h) - f(x - 2h))) / 12 h}, whose error is of the order of h^4. In double precision only.
 */
public final class GradientCheck {
  /** The largest relative error that passes. */
  public static final double TOLERANCE = 1e-6;

  /** How far apart from a kink numbers must be, and more. */
  public static final double KINK_DISTANCE = 0.02;

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
      double[] exact = new double[s.size()];
      double[] numeric = new double[s.size()];
      double[] one = new double[1];
      for (int i = 0; i < s.size(); i++) {
        int at = s.offset() + i;
        exact[i] = gradients[at];
        net.parameters().buffer().read(at, one, 0, 1);
        double x = one[0];
        numeric[i] =
            difference(
                net::loss,
                d -> {
                  one[0] = x + d;
                  net.parameters().buffer().write(at, one, 0, 1);
                  return d;
                });
      }
      compare(name + ", parameter " + s.path(), exact, numeric);
    }
    for (int l = 0; l < leaves.size(); l++) {
      Leaf leaf = leaves.get(l);
      if (leaf.differentiable()) {
        double[] exact = leaf.gradient();
        double[] numeric = new double[exact.length];
        for (int i = 0; i < exact.length; i++) {
          int at = i;
          double x = leaf.data()[i];
          numeric[i] = difference(net::loss, d -> leaf.data()[at] = x + d);
        }
        compare(name + ", operand " + l, exact, numeric);
      }
    }
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
  private void compare(String what, double[] exact, double[] numeric) {
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
                Locale.ROOT, "%s[%d]: %.12g, by differences %.12g", what, i, exact[i], numeric[i]);
      }
    }
  }
}
