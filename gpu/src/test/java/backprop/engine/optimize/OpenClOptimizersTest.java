// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.network.Catalogs;
import backprop.engine.text.Entry;
import backprop.opencl.Here;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The run of the optimizers' contract, with every optimizer of the catalogue and the settings that
 * take other ways, on the best OpenCL device of this machine: weights and memory are those of the
 * reference within the contract's tolerance for floats, nothing else is touched, and a resumed run
 * has the same bits.
 */
@Tag("device")
final class OpenClOptimizersTest {
  private static final int RESUMED = 5;
  private static final double UNTOUCHED = -3;

  @BeforeAll
  static void needsDevice() {
    Here.assumeDevice();
  }

  static Stream<Optimizer> optimizers() {
    return Stream.concat(
        Catalogs.texts().catalog(Optimizer.class).entries().stream().map(Entry::prototype),
        Stream.of(
                "sgd(0.1, 0.9)",
                "sgd(0.1, 0.9, nesterov=true)",
                "adam(0.1, amsgrad=true)",
                "rmsprop(0.1, momentum=0.9)",
                "rmsprop(0.1, centered=true)",
                "sam(0.1, sgd(0.1), adaptive=true)",
                "clip-by-global-norm(0.1, adamw(0.1, weight-decay=0.2))")
            .map(text -> Catalogs.parse(Optimizer.class, text)));
  }

  private static OptimizerContract.Run run(Kernels k, Optimizer o, double[] weights) {
    return new OptimizerContract.Run(
        k, o, weights, OptimizerContract.GROUPS, OptimizerContract.STEPS);
  }

  private static double[] weights() {
    double[] w = new double[OptimizerContract.gradients(0).length];
    Arrays.setAll(w, i -> OptimizerContract.inGroup(i) ? (i * 7 % 11 - 5) / 4.0 : 7);
    return w;
  }

  /** Weights and slots at the end of the run; what is in no group begins with a mark. */
  private static double[][] results(Kernels k, Optimizer o) {
    OptimizerContract.Run run = run(k, o, weights());
    double[] marked = new double[weights().length];
    Arrays.setAll(marked, i -> OptimizerContract.inGroup(i) ? 0 : UNTOUCHED);
    for (Matrix slot : run.parameters.slots()) {
      slot.set(marked);
    }
    run.steps(0, OptimizerContract.STEPS);
    double[][] all = new double[1 + run.parameters.slots().length][];
    all[0] = run.parameters.weights().toArray();
    for (int i = 1; i < all.length; i++) {
      all[i] = run.parameters.slots()[i - 1].toArray();
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void isCloseToTheReference(Optimizer o) {
    try (Kernels reference = new ReferenceBackend().open(1);
        Kernels device = Here.kernels()) {
      double[][] want = results(reference, o);
      double[][] got = results(device, o);
      for (int s = 0; s < want.length; s++) {
        for (int i = 0; i < want[s].length; i++) {
          double allowed =
              OptimizerContract.inGroup(i) ? 2e-5 * Math.max(1, Math.abs(want[s][i])) : 0;
          String what = (s == 0 ? "weight " : "slot " + (s - 1) + ", ") + i;
          assertEquals(want[s][i], got[s][i], allowed, what);
          if (!OptimizerContract.inGroup(i)) {
            assertEquals(s == 0 ? weights()[i] : UNTOUCHED, got[s][i], what);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aResumedRunGoesOnBitByBit(Optimizer o) {
    try (Kernels k = Here.kernels()) {
      OptimizerContract.Run straight = run(k, o, weights());
      straight.steps(0, OptimizerContract.STEPS);
      OptimizerContract.Run first = run(k, o, weights());
      first.steps(0, RESUMED);
      OptimizerContract.Run second = run(k, o, first.parameters.weights().toArray());
      for (int i = 0; i < second.parameters.slots().length; i++) {
        second.parameters.slots()[i].set(first.parameters.slots()[i].toArray());
      }
      for (int i = 0; i < first.progress.judged(); i++) {
        second.progress.epochDone(first.progress.loss(i));
      }
      second.progress.moveTo(first.progress.step());
      second.steps(RESUMED, OptimizerContract.STEPS);
      assertArrayEquals(
          straight.parameters.weights().toArray(), second.parameters.weights().toArray());
    }
  }
}
