// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Network;
import backprop.engine.optimize.Minimizer;
import backprop.opencl.Here;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first iterations of every minimizer of the catalogue, whose Hessian and Gauss-Newton products
 * go through dual numbers, on the best OpenCL device of this machine, beside the reference.
 */
@Tag("device")
final class OpenClMinimizersTest {
  private static final int ITERATIONS = 3;

  @BeforeAll
  static void needsDevice() {
    Here.assumeDevice();
  }

  static Stream<Minimizer> all() {
    return MinimizerTrainingTest.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void isCloseToTheReference(Minimizer m) throws InterruptedException {
    try (Kernels reference = new ReferenceBackend().open(1);
        Kernels device = Here.kernels()) {
      // Levenberg and Marquardt's step solves an ill-conditioned system, in floats here.
      double allowed = m.toString().startsWith("LevenbergMarquardt") ? 2e-3 : 1e-4;
      assertArrayEquals(losses(reference, m), losses(device, m), allowed);
    }
  }

  private static double[] losses(Kernels k, Minimizer m) throws InterruptedException {
    String loss =
        m.toString().startsWith("LevenbergMarquardt") ? "mean-squared-error" : "cross-entropy";
    int outputs = loss.equals("cross-entropy") ? 3 : 1;
    Network n =
        MinimizerTrainingTest.network(k, 2, "chain(dense(6, tanh), dense(" + outputs + "))", loss);
    TrainSpec spec = MinimizerTrainingTest.spec(ITERATIONS, 0, m, "none", 0);
    return new Trainer(n, spec, MinimizerTrainingTest.classes(k, 60, 1), null)
        .run().history().stream().mapToDouble(EpochRecord::trainingLoss).toArray();
  }
}
