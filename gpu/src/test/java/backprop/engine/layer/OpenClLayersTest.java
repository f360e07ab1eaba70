// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.backend.Kernels;
import backprop.opencl.Here;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer of the catalogue, and every activation in one, on the best OpenCL device of this
 * machine: output, gradients and state while training and predicting are those of the reference
 * within the contract's tolerance for floats.
 */
@Tag("device")
final class OpenClLayersTest {
  private static final LayerContract CONTRACT =
      new LayerContract() {
        @Override
        protected Stream<Case> cases() {
          return Stream.of(new LayerGradientTest(), new ConvolutionTest(), new RecurrentTest())
              .flatMap(LayerContract::cases);
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

  static Stream<LayerContract.Case> cases() {
    return CONTRACT.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isCloseToTheReference(LayerContract.Case c) {
    CONTRACT.floatResultsAreCloseToTheReference(c);
  }
}
