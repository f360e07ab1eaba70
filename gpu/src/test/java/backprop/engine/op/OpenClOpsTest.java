// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.opencl.Here;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every op on the best OpenCL device of this machine, beside the reference. Between them the layers
 * use all of them, on fewer shapes: see {@code OpenClLayersTest}.
 */
@Tag("slow")
@Tag("device")
final class OpenClOpsTest {
  private static final OpContract CONTRACT =
      new OpContract() {
        @Override
        protected Stream<Case> cases() {
          return Stream.of(new OpGradientTest(), new SequenceGradientTest(), new ImageOpsTest())
              .flatMap(OpContract::cases);
        }

        @Override
        protected Kernels kernels() {
          return Here.kernels();
        }
      };

  @BeforeAll
  static void needsDevice() {
    Here.assumeDevice();
  }

  static Stream<OpContract.Case> cases() {
    return CONTRACT.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isCloseToTheReference(OpContract.Case c) {
    CONTRACT.floatResultsAreCloseToTheReference(c);
  }
}
