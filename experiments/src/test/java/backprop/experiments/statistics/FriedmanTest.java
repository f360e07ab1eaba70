// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Friedman's and Nemenyi's tests against published values. */
class FriedmanTest {
  /** Table 6 of Demšar (2006): AUC of four classifiers on 14 data sets. */
  private static final double[][] DEMSAR = {
    {.763, .768, .771, .798}, {.599, .591, .590, .569}, {.954, .971, .968, .967},
    {.628, .661, .654, .657}, {.882, .888, .886, .898}, {.936, .931, .916, .931},
    {.661, .668, .609, .685}, {.583, .583, .563, .625}, {.775, .838, .866, .875},
    {1.000, 1.000, 1.000, 1.000}, {.940, .962, .965, .962}, {.619, .666, .614, .669},
    {.972, .981, .9751, .975}, {.957, .978, .946, .970}
  };

  @Test
  void meanRanksAndStatisticAreThoseOfThePaper() {
    Friedman test = Friedman.of(DEMSAR, 0.05);
    assertArrayEquals(new double[] {3.143, 2.000, 2.893, 1.964}, test.ranks(), 0.0005);
    // The paper: chi square 9.28 and F = 3.69 on 3 and 39 degrees of freedom, without the
    // correction
    // for ties; with it 10.23 and 4.19.
    assertEquals(0.0116, test.p(), 0.0001);
    assertEquals(1.25, test.critical(), 0.005);
  }

  /** Table 5a of the same paper: q at 0.05 and 0.10, divided by the root of 2. */
  @ParameterizedTest
  @CsvSource({
    "2, 1.960, 1.645",
    "3, 2.343, 2.052",
    "4, 2.569, 2.291",
    "5, 2.728, 2.459",
    "6, 2.850, 2.589",
    "7, 2.949, 2.693",
    "8, 3.031, 2.780",
    "9, 3.102, 2.855",
    "10, 3.164, 2.920"
  })
  void quantilesAreThoseOfTheTables(int k, double at5, double at10) {
    assertEquals(at5, Friedman.range(k, 0.05) / Math.sqrt(2), 0.0015);
    assertEquals(at10, Friedman.range(k, 0.10) / Math.sqrt(2), 0.0015);
  }

  @Test
  void extremes() {
    double[][] clear = {{3, 2, 1}, {3, 2, 1}, {3, 2, 1}, {3, 2, 1}};
    assertEquals(0, Friedman.of(clear, 0.05).p());
    double[][] equal = {{1, 1, 1}, {2, 2, 2}};
    assertEquals(1, Friedman.of(equal, 0.05).p(), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> Friedman.of(new double[1][3], 0.05));
    assertThrows(IllegalArgumentException.class, () -> Friedman.of(new double[3][1], 0.05));
  }
}
