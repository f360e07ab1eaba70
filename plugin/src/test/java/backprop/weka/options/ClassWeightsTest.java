// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import weka.core.Attribute;

class ClassWeightsTest {
  private final Attribute y = new Attribute("y", List.of("a", "b", "c"));

  @Test
  void balancedAsInScikitLearn() {
    // compute_class_weight("balanced", classes=[0, 1], y=[0] * 6 + [1] * 2) is [8/12, 8/4]
    assertArrayEquals(
        new double[] {8.0 / 12, 2, 1},
        ClassWeights.factors("balanced", y, new double[] {6, 2, 0}),
        1e-12);
  }

  @Test
  void listsAndNone() {
    assertArrayEquals(
        new double[] {1, 1, 1}, ClassWeights.factors("none", y, new double[] {6, 2, 0}));
    assertArrayEquals(
        new double[] {1, 0.5, 3}, ClassWeights.factors("1, 0.5 3", y, new double[] {6, 2, 1}));
  }

  @Test
  void refusals() {
    double[] totals = {6, 2, 0};
    assertEquals(
        "option -class-weights is '1,2', allowed are none, balanced, and 3 numbers, one for each"
            + " class of 'y'",
        assertThrows(IllegalArgumentException.class, () -> ClassWeights.factors("1,2", y, totals))
            .getMessage());
    assertEquals(
        "option -class-weights is '0,0,5', which leaves no training row with a weight",
        assertThrows(IllegalArgumentException.class, () -> ClassWeights.factors("0,0,5", y, totals))
            .getMessage());
  }
}
