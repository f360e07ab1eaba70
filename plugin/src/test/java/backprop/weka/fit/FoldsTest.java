// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static int[] kept(long seed, int rows) {
    Folds folds = new Folds(4, 3, seed);
    float[] target = new float[6];
    int[] kept = new int[rows];
    for (int r = 0; r < rows; r++) {
      target[0] = 9;
      target[5] = 7;
      folds.deal(r % 3, r, target, 1);
      assertEquals(9, target[0]);
      assertEquals(7, target[5]);
      int none = 0;
      for (int m = 0; m < 4; m++) {
        if (target[1 + m] == 0) {
          kept[r] = m;
          none++;
        } else {
          assertEquals(4f / 3, target[1 + m]);
        }
      }
      assertEquals(1, none, "each row is kept from one member");
    }
    return kept;
  }

  @Test
  void everyClassIsDealtEvenly() {
    int[] kept = kept(5, 3 * 37);
    for (int c = 0; c < 3; c++) {
      int[] count = new int[4];
      for (int r = c; r < kept.length; r += 3) {
        count[kept[r]]++;
      }
      int most = Arrays.stream(count).max().orElseThrow();
      assertTrue(most - Arrays.stream(count).min().orElseThrow() <= 1, Arrays.toString(count));
    }
  }

  @Test
  void copiesOfARowAreKeptFromTheSameMember() {
    Folds folds = new Folds(4, 2, 3);
    int[] members = new int[40];
    for (int r = 0; r < 120; r++) {
      float[] target = new float[4];
      folds.deal(0, r % 40, target, 0);
      int kept = 0;
      while (target[kept] != 0) {
        kept++;
      }
      if (r < 40) {
        members[r] = kept;
      }
      assertEquals(members[r % 40], kept);
    }
    assertEquals(10, Arrays.stream(members).filter(m -> m == 2).count(), "different rows are even");
  }

  @Test
  void theSeedDecides() {
    assertArrayEquals(kept(5, 60), kept(5, 60));
    assertFalse(Arrays.equals(kept(5, 60), kept(6, 60)));
  }

  @Test
  void noneKeepsNothingBack() {
    float[] target = new float[4];
    Folds.none(3).deal(2, 5, target, 1);
    assertArrayEquals(new float[] {0, 1, 1, 1}, target);
    new Folds(0, 2, 1).deal(1, 5, target, 4);
    assertArrayEquals(new float[] {0, 1, 1, 1}, target);
  }
}
