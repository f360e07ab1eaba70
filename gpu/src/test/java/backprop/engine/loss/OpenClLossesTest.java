// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.loss;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.network.Catalogs;
import backprop.engine.text.Entry;
import backprop.opencl.Here;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss of the catalogue on the best OpenCL device of this machine, beside the reference. */
@Tag("device")
final class OpenClLossesTest {
  private static final LossContract CONTRACT =
      new LossContract() {
        private final LossTest losses = new LossTest();

        @Override
        protected Stream<Loss> cases() {
          return Catalogs.texts().catalog(Loss.class).entries().stream().map(Entry::prototype);
        }

        @Override
        protected int targets(Loss loss, RandomStream r) {
          return losses.targets(loss, r);
        }

        @Override
        protected double[] target(Loss loss, int targets, RandomStream r) {
          return losses.target(loss, targets, r);
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

  static Stream<Loss> cases() {
    return CONTRACT.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isCloseToTheReference(Loss loss) {
    CONTRACT.floatResultsAreCloseToTheReference(loss);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void largeOutputsDoNotOverflow(Loss loss) {
    CONTRACT.largeOutputsDoNotOverflow(loss);
  }
}
