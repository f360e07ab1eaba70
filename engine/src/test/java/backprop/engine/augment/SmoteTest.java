// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmoteTest {
  /** 60 rows of class 0, 12 of class 1 in two clusters far apart, one of class 2. */
  private static LabeledRows rows() {
    RandomStream random = new RandomStream(4);
    float[] inputs = new float[73 * 3];
    int[] classes = new int[73];
    double[] weights = new double[73];
    for (int r = 0; r < 73; r++) {
      classes[r] = r < 60 ? 0 : r < 72 ? 1 : 2;
      weights[r] = 1;
      for (int j = 0; j < 3; j++) {
        inputs[r * 3 + j] = (float) ((r >= 66 ? 100 : 0) + random.nextGaussian());
      }
    }
    return new LabeledRows(inputs, 3, classes, weights);
  }

  @Test
  void bringsEveryClassToTheWeightOfTheHeaviestBetweenNearRowsOfOneClass() {
    LabeledRows rows = rows();
    Blends made = new Smote(3, 1).choose(rows, 9);
    int[] added = new int[3];
    for (int i = 0; i < made.size(); i++) {
      int c = rows.classes()[made.base()[i]];
      added[c]++;
      assertEquals(c, rows.classes()[made.other()[i]]);
      assertTrue(made.share()[i] >= 0 && made.share()[i] < 1);
      assertEquals(1, made.weight()[i]);
      if (c == 1) {
        assertTrue(made.base()[i] != made.other()[i]);
        assertEquals(made.base()[i] >= 66, made.other()[i] >= 66, "a row between the clusters");
      }
    }
    assertArrayEquals(new int[] {0, 48, 59}, added);
    assertArrayEquals(made.share(), new Smote(3, 1).choose(rows, 9).share());
    assertArrayEquals(made.other(), new Smote(3, 1).choose(rows, 9).other());
    assertTrue(!Arrays.equals(made.share(), new Smote(3, 1).choose(rows, 8).share()));
  }

  @Test
  void ratioAndWeightsDecideHowManyRowsAreAdded() {
    LabeledRows rows = rows();
    assertEquals(18 + 29, new Smote(3, 0.5).choose(rows, 9).size());
    double[] balanced =
        IntStream.of(rows.classes()).mapToDouble(c -> c == 0 ? 1 : c == 1 ? 5 : 60).toArray();
    LabeledRows weighted = new LabeledRows(rows.inputs(), 3, rows.classes(), balanced);
    assertEquals(0, new Smote(3, 1).choose(weighted, 9).size());
  }

  @Test
  void theNeighborsAreTheNearestRows() {
    LabeledRows rows = rows();
    Blends made = new Smote(2, 1).choose(rows, 1);
    for (int i = 0; i < made.size(); i++) {
      int base = made.base()[i];
      int other = made.other()[i];
      if (rows.classes()[base] == 1) {
        double d = rows.squaredDistance(base, other);
        long nearer =
            IntStream.range(60, 72)
                .filter(r -> r != base && rows.squaredDistance(base, r) < d)
                .count();
        assertTrue(nearer < 2, nearer + " rows are nearer");
      }
    }
  }
}
