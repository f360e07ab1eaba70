// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The strong Wolfe conditions on the functions of Moré and Thuente, "Line search algorithms with
 * guaranteed sufficient decrease", ACM Transactions on Mathematical Software 20 (1994), section 5,
 * with their parameters and first steps.
 */
final class LineSearchTest {

  /** A function of their section 5, with its conditions. */
  private record Case(String name, Functions.Line f, double c1, double c2, double first) {
    @Override
    public String toString() {
      return name + " from " + first;
    }
  }

  /** Equation 5.1, beta = 2. */
  private static final class One extends Functions.Line {
    @Override
    double value(double a) {
      return -a / (a * a + 2);
    }

    @Override
    double slope(double a) {
      return (a * a - 2) / ((a * a + 2) * (a * a + 2));
    }
  }

  /** Equation 5.2, beta = 0.004. */
  private static final class Two extends Functions.Line {
    @Override
    double value(double a) {
      double b = a + 0.004;
      return Math.pow(b, 5) - 2 * Math.pow(b, 4);
    }

    @Override
    double slope(double a) {
      double b = a + 0.004;
      return 5 * Math.pow(b, 4) - 8 * Math.pow(b, 3);
    }
  }

  /** Equation 5.3, beta = 0.01, l = 39: full of small waves. */
  private static final class Three extends Functions.Line {
    private static final double BETA = 0.01;
    private static final double L = 39;

    @Override
    double value(double a) {
      double base =
          a <= 1 - BETA ? 1 - a : a >= 1 + BETA ? a - 1 : (a - 1) * (a - 1) / (2 * BETA) + BETA / 2;
      return base + 2 * (1 - BETA) / (L * Math.PI) * Math.sin(L * Math.PI / 2 * a);
    }

    @Override
    double slope(double a) {
      double base = a <= 1 - BETA ? -1 : a >= 1 + BETA ? 1 : (a - 1) / BETA;
      return base + (1 - BETA) * Math.cos(L * Math.PI / 2 * a);
    }
  }

  /** Equation 5.4 (Yanai, Ozawa and Kaneko). */
  private static final class Four extends Functions.Line {
    private final double b1;
    private final double b2;

    Four(double b1, double b2) {
      this.b1 = b1;
      this.b2 = b2;
    }

    private static double gamma(double b) {
      return Math.sqrt(1 + b * b) - b;
    }

    @Override
    double value(double a) {
      return gamma(b1) * Math.sqrt((1 - a) * (1 - a) + b2 * b2)
          + gamma(b2) * Math.sqrt(a * a + b1 * b1);
    }

    @Override
    double slope(double a) {
      return gamma(b1) * (a - 1) / Math.sqrt((1 - a) * (1 - a) + b2 * b2)
          + gamma(b2) * a / Math.sqrt(a * a + b1 * b1);
    }
  }

  static Stream<Case> cases() {
    List<Case> all = new ArrayList<>();
    for (double first : new double[] {1e-3, 1e-1, 1e1, 1e3}) {
      all.add(new Case("5.1", new One(), 1e-3, 0.1, first));
      all.add(new Case("5.2", new Two(), 0.1, 0.1001, first));
      all.add(new Case("5.3", new Three(), 0.1, 0.1001, first));
      all.add(new Case("5.4 (0.001, 0.001)", new Four(0.001, 0.001), 0.001, 0.00101, first));
      all.add(new Case("5.4 (0.01, 0.001)", new Four(0.01, 0.001), 0.001, 0.00101, first));
      all.add(new Case("5.4 (0.001, 0.01)", new Four(0.001, 0.01), 0.001, 0.00101, first));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fulfillsTheStrongWolfeConditions(Case c) throws Exception {
    double[] zero = {0};
    double[] g = new double[1];
    double value = c.f().gradient(zero, g);
    c.f().evaluations = 0;
    LineSearch s = new LineSearch(c.f(), c.c1(), c.c2());
    assertTrue(s.search(zero, value, g, new double[] {1}, c.first()));
    double a = s.point()[0];
    assertTrue(s.strong());
    assertEquals(a, s.length(), 0);
    assertEquals(c.f().value(a), s.value(), 0);
    assertEquals(c.f().slope(a), s.gradient()[0], 0);
    assertTrue(c.f().value(a) <= value + c.c1() * a * g[0], "sufficient decrease at " + a);
    assertTrue(Math.abs(c.f().slope(a)) <= c.c2() * Math.abs(g[0]), "curvature at " + a);
    assertTrue(c.f().evaluations <= 40, c.f().evaluations + " evaluations");
  }

  @Test
  void findsNothingUphill() throws Exception {
    Functions.Line f = new One();
    double[] g = new double[1];
    double value = f.gradient(new double[] {0}, g);
    assertFalse(
        new LineSearch(f, 1e-4, 0.9).search(new double[] {0}, value, g, new double[] {-1}, 1));
  }
}
