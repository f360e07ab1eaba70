// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import backprop.opencl.Here;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

  /** A training has the same bits whenever it runs, and whatever runs beside it. */
  @Test
  void twoTrainingsAtOnceGiveTheBitsOfOneAlone() {
    double[] alone = GoldenRunsTest.Run.SOFTMAX.losses("opencl");
    CompletableFuture<double[]> other =
        CompletableFuture.supplyAsync(() -> GoldenRunsTest.Run.SQUARES.losses("opencl"));
    assertArrayEquals(alone, GoldenRunsTest.Run.SOFTMAX.losses("opencl"));
    assertArrayEquals(GoldenRunsTest.Run.SQUARES.losses("opencl"), other.join());
  }
}
