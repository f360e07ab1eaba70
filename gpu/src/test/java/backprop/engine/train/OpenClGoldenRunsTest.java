// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.opencl.Here;
import java.io.IOException;
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
    Here.assumeDevice();
  }

  @ParameterizedTest
  @EnumSource(GoldenRunsTest.Run.class)
  void theDeviceGivesTheGoldenLossesWithinFloatPrecision(GoldenRunsTest.Run run)
      throws IOException {
    GoldenRunsTest.check(run, "opencl", GoldenRunsTest.SINGLE);
  }
}
