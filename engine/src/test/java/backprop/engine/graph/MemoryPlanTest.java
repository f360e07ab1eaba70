// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.RandomStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
  @RepeatedTest(50)
  void neverSharesASlabBetweenValuesThatLiveAtTheSameTime(RepetitionInfo info) {
    RandomStream random = new RandomStream(info.getCurrentRepetition());
    int n = 1 + random.nextInt(60);
    int[] size = new int[n];
    int[] from = new int[n];
    int[] to = new int[n];
    MemoryPlan plan = new MemoryPlan();
    for (int i = 0; i < n; i++) {
      size[i] = 1 + random.nextInt(1000);
      from[i] = random.nextInt(100);
      to[i] = from[i] + random.nextInt(30);
      assertEquals(i, plan.request(size[i], from[i], to[i]));
    }
    plan.solve();
    for (int i = 0; i < n; i++) {
      assertTrue(plan.slabSize(plan.slab(i)) >= size[i], "slab too small");
      for (int j = 0; j < i; j++) {
        boolean together = from[i] <= to[j] && from[j] <= to[i];
        assertTrue(!together || plan.slab(i) != plan.slab(j), i + " and " + j + " share a slab");
      }
    }
  }

  @Test
  void reusesMemoryInAChain() {
    MemoryPlan plan = new MemoryPlan();
    for (int i = 0; i < 10; i++) {
      plan.request(100, i, i + 1);
    }
    plan.solve();
    assertEquals(2, plan.slabs());
  }
}
