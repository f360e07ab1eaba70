// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import backprop.weka.TestData;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weka.core.Instances;

class SplitTest {
  private static int[] first(int n) {
    return IntStream.range(0, n).toArray();
  }

  private static long ofClass(Instances data, int[] rows, int c) {
    return Arrays.stream(rows).filter(r -> (int) data.instance(r).classValue() == c).count();
  }

  @Test
  void eachClassGivesItsShare() {
    Instances iris = TestData.iris();
    int[] rows = first(120); // 50, 50 and 20 rows of the classes
    Split s = Split.of(iris, rows, 10, 1);
    assertEquals(12, s.validation().length);
    assertEquals(108, s.training().length);
    assertEquals(5, ofClass(iris, s.validation(), 0));
    assertEquals(5, ofClass(iris, s.validation(), 1));
    assertEquals(2, ofClass(iris, s.validation(), 2));
    int[] all =
        IntStream.concat(Arrays.stream(s.training()), Arrays.stream(s.validation()))
            .sorted()
            .toArray();
    assertArrayEquals(rows, all);
  }

  @Test
  void seedDecides() {
    Instances iris = TestData.iris();
    int[] one = Split.of(iris, first(150), 20, 1).validation();
    assertArrayEquals(one, Split.of(iris, first(150), 20, 1).validation());
    assertFalse(Arrays.equals(one, Split.of(iris, first(150), 20, 2).validation()));
  }

  @Test
  void everyClassKeepsATrainingRow() {
    Instances iris = TestData.iris();
    int[] rows = {0, 1, 2, 3, 50, 100};
    Split s = Split.of(iris, rows, 90, 5);
    for (int c = 0; c < 3; c++) {
      assertEquals(true, ofClass(iris, s.training(), c) >= 1);
    }
  }

  @Test
  void noneWithoutPercentageOrWithOneRow() {
    Instances iris = TestData.iris();
    assertEquals(0, Split.of(iris, first(150), 0, 1).validation().length);
    assertEquals(0, Split.of(iris, first(1), 50, 1).validation().length);
  }
}
