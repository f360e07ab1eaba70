// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.minimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.network.Catalogs;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Objective;
import backprop.engine.text.Entry;
import backprop.engine.text.TextException;
import java.util.stream.Stream;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.SimpleValueChecker;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.apache.commons.math3.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.apache.commons.math3.random.MersenneTwister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Minimizers on functions whose minimum is known. */
final class MinimizerTest {
  private static final double[] VALLEY = {-1.2, 1};

  static Minimizer minimizer(String text) {
    return Catalogs.parse(Minimizer.class, text);
  }

  static Stream<Minimizer> all() {
    return Catalogs.texts().catalog(Minimizer.class).entries().stream().map(Entry::prototype);
  }

  /** What a search came to. */
  private record End(double[] point, double value, int iterations, String reason) {}

  private static End minimize(Minimizer m, Objective f, double[] start, int iterations)
      throws InterruptedException {
    Minimizer.Search s = m.start(f, start, 7);
    double last = s.value();
    for (int i = 1; i <= iterations; i++) {
      String reason = s.iterate();
      assertTrue(s.value() <= last, m + " rose from " + last + " to " + s.value());
      last = s.value();
      if (reason != null) {
        return new End(s.point(), s.value(), i, reason);
      }
    }
    return new End(s.point(), s.value(), iterations, null);
  }

  @ParameterizedTest
  @CsvSource({
    "'lbfgs(tolerance=1e-8)', 60",
    "'lbfgs(memory=1, tolerance=1e-8)', 200",
    "'conjugate-gradient(formula=fletcher-reeves, tolerance=1e-8)', 300",
    "'conjugate-gradient(formula=polak-ribiere, tolerance=1e-8)', 100",
    "'newton-cg(tolerance=1e-8)', 100",
    "'newton-cg(damping=0, tolerance=1e-8)', 100",
    "'levenberg-marquardt(tolerance=1e-8)', 40"
  })
  void findsTheEndOfTheValley(String text, int iterations) throws Exception {
    End e = minimize(minimizer(text), new Functions.Rosenbrock(), VALLEY, iterations);
    assertEquals(Check.FLAT, e.reason(), e.toString());
    assertArrayEquals(new double[] {1, 1}, e.point(), 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"'cma-es', 400, 1e-10", "'genetic', 400, 1e-4"})
  void findsTheEndOfTheValleyWithoutGradients(String text, int iterations, double value)
      throws Exception {
    Functions.Rosenbrock f = new Functions.Rosenbrock();
    End e = minimize(minimizer(text), f, VALLEY, iterations);
    assertTrue(e.value() < value, text + ": " + e.value());
    assertEquals(e.value(), f.value(e.point()), 0, "value and point belong together");
  }

  @ParameterizedTest
  @MethodSource("all")
  void makesAnIllConditionedBowlSmaller(Minimizer m) throws Exception {
    double[] start = new double[8];
    Functions.Quadratic f = new Functions.Quadratic(8, 100);
    End e = minimize(m, f, start, 300);
    assertTrue(e.value() < 1e-3 * f.value(start), m + ": " + e.value());
  }

  /** Quadratic termination: with exact line searches after as many steps as there are weights. */
  @Test
  void lbfgsWithExactLineSearchesEndsOnAQuadraticAfterOneStepPerWeight() throws Exception {
    Functions.Quadratic f = new Functions.Quadratic(9, 50);
    Minimizer.Search s = new Lbfgs.Run(f, new double[9], new Lbfgs(9, 1e-9), 1e-9);
    int steps = 0;
    for (String reason = null; reason == null; steps++) {
      reason = s.iterate();
      assertTrue(steps < 50);
    }
    assertTrue(steps <= 10, steps + " steps");
    assertTrue(s.value() < 1e-16);
  }

  @ParameterizedTest
  @CsvSource({"lbfgs, 60", "conjugate-gradient, 20", "'newton-cg(damping=0)', 15"})
  void endsOnAQuadratic(String text, int most) throws Exception {
    End e = minimize(minimizer(text), new Functions.Quadratic(12, 50), new double[12], most);
    assertEquals(Check.FLAT, e.reason(), e.toString());
    assertTrue(e.value() < 1e-10, e.toString());
  }

  @Test
  void agreesWithTheConjugateGradientsOfCommonsMath() throws Exception {
    Functions.Rosenbrock f = new Functions.Rosenbrock();
    PointValuePair judge =
        new NonLinearConjugateGradientOptimizer(
                NonLinearConjugateGradientOptimizer.Formula.POLAK_RIBIERE,
                new SimpleValueChecker(1e-14, 1e-14))
            .optimize(
                new MaxEval(100_000),
                new ObjectiveFunction(f::value),
                new ObjectiveFunctionGradient(
                    w -> {
                      double[] g = new double[2];
                      f.gradient(w, g);
                      return g;
                    }),
                GoalType.MINIMIZE,
                new InitialGuess(VALLEY));
    for (String ours :
        new String[] {"lbfgs(tolerance=1e-9)", "conjugate-gradient(tolerance=1e-9)"}) {
      End e = minimize(minimizer(ours), new Functions.Rosenbrock(), VALLEY, 300);
      assertArrayEquals(judge.getPoint(), e.point(), 1e-4, ours);
    }
  }

  /** Two independent programs of one algorithm need about the same number of evaluations. */
  @Test
  void needsAsManyEvaluationsAsTheCmaEsOfCommonsMath() throws Exception {
    double target = 1e-8;
    Functions.Quadratic f = new Functions.Quadratic(6, 1000);
    int[] judge = {0};
    MultivariateFunction counting =
        w -> {
          double v = f.value(w);
          if (v > target && judge[0] >= 0) {
            judge[0]++;
          } else if (judge[0] > 0) {
            judge[0] = -judge[0];
          }
          return v;
        };
    new CMAESOptimizer(4000, target, true, 0, 0, new MersenneTwister(1), false, null)
        .optimize(
            new MaxEval(100_000),
            new ObjectiveFunction(counting),
            GoalType.MINIMIZE,
            new InitialGuess(new double[6]),
            SimpleBounds.unbounded(6),
            new CMAESOptimizer.Sigma(new double[] {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}),
            new CMAESOptimizer.PopulationSize(9));
    Functions.Quadratic own = new Functions.Quadratic(6, 1000);
    Minimizer.Search s = new CmaEs(9, 0.5).start(own, new double[6], 3);
    while (s.value() > target && own.evaluations < 20_000) {
      s.iterate();
    }
    double ratio = own.evaluations / (double) Math.abs(judge[0]);
    assertTrue(ratio > 0.6 && ratio < 1.7, own.evaluations + " to " + judge[0]);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSeedFixesEverything(Minimizer m) throws Exception {
    double[] one = minimize(m, new Functions.Rosenbrock(), VALLEY, 5).point();
    double[] same = minimize(m, new Functions.Rosenbrock(), VALLEY, 5).point();
    assertArrayEquals(one, same, 0);
    if (!m.usesGradients()) {
      Minimizer.Search other = m.start(new Functions.Rosenbrock(), VALLEY, 8);
      for (int i = 0; i < 5; i++) {
        other.iterate();
      }
      assertNotEquals(one[0], other.point()[0]);
    }
  }

  /** Where the function is not a number, a step was too long; never an answer. */
  @ParameterizedTest
  @MethodSource("all")
  void staysWhereTheFunctionIsFinite(Minimizer m) throws Exception {
    Objective f =
        new Functions.Line() {
          @Override
          double value(double a) {
            return a - Math.log(a);
          }

          @Override
          double slope(double a) {
            return 1 - 1 / a;
          }

          @Override
          public void hessianProduct(double[] w, double[] v, double[] product) {
            product[0] = v[0] / (w[0] * w[0]);
          }

          @Override
          public void gaussNewtonProduct(double[] w, double[] v, double[] product) {
            product[0] = v[0] / (w[0] * w[0]);
          }
        };
    End e = minimize(m, f, new double[] {8}, 200);
    assertEquals(1, e.point()[0], 0.05, m.toString());
  }

  @Test
  void newtonLeavesASaddle() throws Exception {
    Objective f =
        new Functions.Counted() {
          @Override
          public int size() {
            return 2;
          }

          @Override
          double at(double[] w, double[] g) {
            g[0] = 2 * w[0];
            g[1] = -2 * w[1] + 4 * w[1] * w[1] * w[1];
            return w[0] * w[0] - w[1] * w[1] + Math.pow(w[1], 4);
          }

          @Override
          public void hessianProduct(double[] w, double[] v, double[] product) {
            product[0] = 2 * v[0];
            product[1] = (-2 + 12 * w[1] * w[1]) * v[1];
          }
        };
    End e = minimize(minimizer("newton-cg"), f, new double[] {1, 1e-3}, 60);
    assertEquals(-0.25, e.value(), 1e-9);
  }

  @Test
  void cmaEsNamesTheLargestNumberOfWeights() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CmaEs(0, 1).start(new Functions.Quadratic(2001, 2), new double[2001], 1));
    assertTrue(e.getMessage().contains("2000 weights at most, this network has 2001"));
  }

  @Test
  void cannotBeWrappedLikeAnOptimizer() {
    TextException e =
        assertThrows(
            TextException.class,
            () -> Catalogs.parse(Minimizer.class.getInterfaces()[0], "clip-by-value(1, lbfgs)"));
    assertTrue(
        e.getMessage().contains("optimizer 'lbfgs' does not go here; allowed are sgd,"),
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "lbfgs(memory=0)",
    "lbfgs(tolerance=-1)",
    "newton-cg(iterations=0)",
    "levenberg-marquardt(damping=0)",
    "cma-es(population=1)",
    "cma-es(sigma=0)",
    "genetic(population=3)",
    "genetic(crossover=2)"
  })
  void refusesPropertiesOutOfRange(String text) {
    assertThrows(TextException.class, () -> minimizer(text));
  }
}
