// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Backends;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenClBackendTest {
  @Test
  void isFoundByName() {
    assertTrue(Backends.all().stream().map(Backend::name).toList().contains("opencl"));
  }

  @Test
  void saysWhatItFoundAndTheRemedy() {
    String why = new OpenClBackend().unusable().orElseThrow();
    OpenClProbe.Finding finding = OpenClProbe.look();
    assertTrue((finding.device() == null) != (finding.reason() == null), why);
    assertTrue(why.contains(finding.device() == null ? finding.reason() : finding.device()), why);
    assertTrue(why.endsWith("use backend 'java'"), why);
    assertEquals(1, why.lines().count(), why);
    assertTrue(why.length() < 400, why);
  }

  @Test
  void choosingItFailsWithTheReasonAndAutoDoesNotAskIt() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Backends.choose("opencl")).getMessage();
    assertTrue(said.startsWith("backend 'opencl' cannot be used: "), said);
    Backends.Choice auto = Backends.choose("auto");
    assertEquals("java", auto.backend().name());
    assertEquals(List.of(), auto.refusals(), "nobody asked for a backend that cannot compute yet");
    assertThrows(IllegalStateException.class, () -> new OpenClBackend().open(1));
  }

  /** In a process of its own, because native code prints past Java's streams. */
  @Test
  void printsNothing() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                ProbeAlone.class.getName())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals(ProbeAlone.DONE, printed.strip());
  }

  /** Probes and prints one word. */
  static final class ProbeAlone {
    static final String DONE = "probed";

    private ProbeAlone() {}

    public static void main(String[] arguments) {
      if (OpenClProbe.look() != null) {
        System.out.println(DONE);
      }
    }
  }
}
