// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AnglesTest {
  private static void near(double x) {
    assertEquals(StrictMath.sin(x), Angles.sin(x), 2.3e-16, "sin " + x);
    assertEquals(StrictMath.cos(x), Angles.cos(x), 2.3e-16, "cos " + x);
  }

  @Test
  void agreesWithTheStandardLibrary() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      near(2 * Math.PI * random.nextDouble());
      near((random.nextDouble() - 0.5) * 1000);
      near((random.nextDouble() - 0.5) * 2e6);
      near(1e7 * random.nextDouble());
    }
    for (int quarter = -1000; quarter <= 1000; quarter++) {
      for (double x : new double[] {quarter * Math.PI / 4, quarter * Math.PI / 4 + 1e-9}) {
        near(x);
      }
    }
  }

  @Test
  void endsAreThoseOfTheStandardLibrary() {
    assertEquals(0, Angles.sin(0));
    assertEquals(1, Angles.cos(0));
    assertEquals(1e-300, Angles.sin(1e-300));
    assertTrue(Double.isNaN(Angles.sin(Double.NaN)) && Double.isNaN(Angles.cos(Double.NaN)));
    assertTrue(Double.isNaN(Angles.cos(Double.POSITIVE_INFINITY)));
  }
}
