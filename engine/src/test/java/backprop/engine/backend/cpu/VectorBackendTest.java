// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Backends.Choice;
import backprop.engine.backend.Kernels;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The vector backend is there with the module only, and says how to get it. */
class VectorBackendTest {
  private static final String OPTION = "--add-modules jdk.incubator.vector";

  @Test
  void withoutTheModuleItIsRefusedWithTheRemedy() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Backends.choose("vector"));
    assertTrue(e.getMessage().contains("start it with " + OPTION), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  @Test
  void withoutTheModuleAutoDoesNotSpeakOfIt() {
    Choice choice = Backends.choose("auto");
    assertTrue(choice.refusals().stream().noneMatch(r -> r.contains("vector")), choice.toString());
  }

  @Tag("vector")
  @Test
  void withTheModuleItIsPreferredToPlainJava() {
    Backend vector = Backends.choose("vector").backend();
    assertEquals(Optional.empty(), vector.unusable());
    assertTrue(vector.preference() > new JavaBackend().preference());
    try (Kernels k = vector.open(2)) {
      assertEquals("vector", k.backend());
      assertEquals(2, k.threads());
    }
    assertThrows(IllegalArgumentException.class, () -> vector.open(0));
  }
}
