// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import org.junit.jupiter.api.Test;

/** The work of a network, counted by hand. */
final class MultiplicationsTest {
  private static double of(Shape input, String layers) {
    Layer body = Catalogs.parse(Layer.class, "chain(" + layers + ")");
    return Network.multiplications(new NetworkSpec(input, body, new CrossEntropy(0)));
  }

  @Test
  void denseLayersUseEachWeightOnce() {
    assertEquals(4 * 8 + 8 * 3, of(Shape.of(4), "dense(8, relu), dense(3)"));
  }

  @Test
  void convolutionsUseEachWeightAtEachPosition() {
    assertEquals(
        8 * 8 * 25 * 6 + 8 * 8 * 6 * 10,
        of(Shape.of(12, 12, 1), "conv2d(6, 5), flatten, dense(10)"));
  }
}
