// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Activation;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.RowFunction;
import backprop.engine.backend.Rowwise;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions of Java as OpenCL C; what they compute is checked on a device by the contracts. */
final class TranslationTest {
  private static final String VALUE = "(D)D";

  @Test
  void everyActivationOfTheCatalogueIsTranslated() {
    List<String> refused = new ArrayList<>();
    int count = 0;
    for (var e : Catalogs.texts().catalog(Activation.class).entries()) {
      Activation a;
      try {
        a = Catalogs.parse(Activation.class, e.name());
      } catch (IllegalArgumentException needsArguments) {
        continue;
      }
      if (a instanceof Elementwise f) {
        count++;
        try {
          Translation t = new Translation("float");
          t.function(f, "value", VALUE, Translation.number());
          t.function(f, "derivative", "(DD)D", Translation.number(), Translation.number());
        } catch (UntranslatableException u) {
          refused.add(e.name() + ": " + u.getMessage());
        }
      }
    }
    assertEquals(List.of(), refused);
    assertTrue(count > 20, "activations: " + count);
  }

  @Test
  void everyLossOfTheCatalogueIsTranslated() {
    List<String> refused = new ArrayList<>();
    int count = 0;
    Object n = Translation.number();
    Object i = Translation.integer();
    Object a = Translation.array("float", "__global");
    for (var e : Catalogs.texts().catalog(Loss.class).entries()) {
      Loss loss;
      try {
        loss = Catalogs.parse(Loss.class, e.name());
      } catch (IllegalArgumentException needsArguments) {
        continue;
      }
      try {
        Translation t = new Translation("double");
        if (loss instanceof Pairwise f) {
          count++;
          t.function(f, "value", "(DD)D", n, n);
          t.function(f, "derivative", "(DD)D", n, n);
        } else if (loss instanceof Rowwise f) {
          count++;
          t.function(f, "value", "([DI[DI)D", a, i, a, i);
          t.function(f, "gradient", "([DI[DI[D)V", a, i, a, i, a);
        }
      } catch (UntranslatableException u) {
        refused.add(e.name() + ": " + u.getMessage());
      }
    }
    assertEquals(List.of(), refused);
    assertTrue(count > 12, "losses: " + count);
  }

  /** Fields, an enum, a list, a switch and a loop. */
  private record Sample(double factor, List<Double> table, Kind kind) implements RowFunction {
    enum Kind {
      SUM,
      LARGEST
    }

    @Override
    public void apply(double[] x, int n, double[] y, int m) {
      double result = 0;
      for (int i = 0; i < n; i++) {
        double v = factor * x[i] + table.get(i % table.size());
        result =
            switch (kind) {
              case SUM -> result + v;
              case LARGEST -> Math.max(result, v);
            };
      }
      y[0] = result;
    }
  }

  @Test
  void fieldsAreConstantsAndBranchesAreDecided() {
    Translation t = new Translation("float");
    Object a = Translation.array("float", "__global");
    Object i = Translation.integer();
    Sample f = new Sample(0.5, List.of(1.0, 2.0), Sample.Kind.SUM);
    assertEquals("f0_apply", t.function(f, "apply", "([DI[DI)V", a, i, a, i));
    String c = t.source();
    assertTrue(c.contains("0x1.0p-1f"), c);
    assertTrue(c.contains("{0x1.0p0f, 0x1.0p1f}"), c);
    assertTrue(c.contains("static void f0_apply(__global float *p1, int p2,"), c);
  }

  @Test
  void theSameFunctionTwiceIsOneFunction() {
    Translation t = new Translation("double");
    Elementwise tanh = (Elementwise) Catalogs.parse(Activation.class, "tanh");
    String first = t.function(tanh, "value", VALUE, Translation.number());
    String source = t.source();
    assertEquals(first, t.function(tanh, "value", VALUE, Translation.number()));
    assertEquals(source, t.source());
  }

  @Test
  void whatCannotBeTranslatedIsRefusedWithAReason() {
    RowFunction lambda = (x, n, y, m) -> y[0] = x[0];
    Object a = Translation.array("float", "__global");
    Object i = Translation.integer();
    String said = refusal(lambda, a, i, a, i);
    assertTrue(said.contains("as for a lambda"), said);
    said = refusal(new Allocating(), a, i, a, i);
    assertTrue(said.contains("method apply of"), said);
    said = refusal(new Recursive(), a, i, a, i);
    assertTrue(said.contains("calls itself"), said);
  }

  private static String refusal(RowFunction f, Object... arguments) {
    return assertThrows(
            UntranslatableException.class,
            () -> new Translation("double").function(f, "apply", "([DI[DI)V", arguments))
        .getMessage();
  }

  private static final class Allocating implements RowFunction {
    @Override
    public void apply(double[] x, int n, double[] y, int m) {
      double[] copy = new double[n];
      copy[0] = x[0];
      y[0] = copy[0];
    }
  }

  private static final class Recursive implements RowFunction {
    @Override
    public void apply(double[] x, int n, double[] y, int m) {
      y[0] = sum(x, n);
    }

    private double sum(double[] x, int n) {
      return n == 0 ? 0 : x[n - 1] + sum(x, n - 1);
    }
  }
}
