// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Backends;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The golden runs, which between them use every layer, way of computing a loss and optimizer, on
 * the best OpenCL device of this machine.
 */
@Tag("device")
final class OpenClGoldenRunsTest {
  @BeforeAll
  static void needsDevice() {
    Optional<String> why =
        Backends.all().stream()
            .filter(b -> b.name().equals("opencl"))
            .map(Backend::unusable)
            .findFirst()
            .orElseThrow();
    Assumptions.assumeTrue(why.isEmpty(), () -> "skipped: " + why.orElse(""));
  }

  @ParameterizedTest
  @EnumSource(GoldenRunsTest.Run.class)
  void theDeviceGivesTheGoldenLossesWithinFloatPrecision(GoldenRunsTest.Run run)
      throws IOException {
    GoldenRunsTest.check(run, "opencl", GoldenRunsTest.SINGLE);
  }
}
