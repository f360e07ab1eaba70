// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.NetworkSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverfitOneBatchTest {
  private static OverfitOneBatch test(String layers, String loss, boolean signal)
      throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      NetworkSpec spec =
          new NetworkSpec(
              Shape.of(Case.INPUTS),
              Catalogs.parse(Layer.class, layers),
              Catalogs.parse(Loss.class, loss));
      return OverfitOneBatch.test(spec, k, Case.with(c -> c.signal = signal).data(k, 100, 1), 4);
    }
  }

  @Test
  void aNetworkLearnsEvenNoiseByHeart() throws InterruptedException {
    OverfitOneBatch r =
        test("chain(dense(64, relu), dense(64, relu), dense(3))", "cross-entropy", false);
    assertTrue(r.passed(), r.say());
    assertEquals(32, r.rows());
    assertEquals(0, r.wrong());
    assertEquals(List.of(), r.still());
    assertTrue(test("chain(dense(32, tanh), dense(1))", "mean-squared-error", true).passed());
  }

  @Test
  void whatIsTooSmallFails() throws InterruptedException {
    OverfitOneBatch r = test("chain(dense(1, relu), dense(3))", "cross-entropy", false);
    assertFalse(r.passed(), r.say());
    assertTrue(r.wrong() > 0);
    assertTrue(r.say().startsWith("failed: "), r.say());
  }

  @Test
  void aLayerThatGetsNoGradientIsNamed() throws InterruptedException {
    OverfitOneBatch r =
        test(
            "chain(dense(8, relu), dense(8, relu, weights=constant(-1)), dense(3))",
            "cross-entropy",
            true);
    assertFalse(r.passed(), r.say());
    assertTrue(r.say().contains("no gradient reaches 0-dense"), r.say());
  }
}
