// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.UpdateRule;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Bytes that this thread allocates. */
final class Allocations {
  private static final int CALLS = 2000;
  private static final int ROUNDS = 10;

  private Allocations() {}

  /** Bytes of one call once all is warm: the least of several rounds, so that noise is left out. */
  static long perCall(Runnable call) {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    return least / CALLS;
  }

  /** Bytes that the kernels allocate themselves for the calls that one step makes. */
  static long ofKernels(OptimizerContract.Run run) {
    List<Runnable> calls = new ArrayList<>();
    Kernels recording =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  calls.add(again(run.k, method.getName(), arguments));
                  try {
                    return method.invoke(run.k, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    run.optimizer.step(recording, run.progress, run.parameters);
    return perCall(
        () -> {
          for (int i = 0; i < calls.size(); i++) {
            calls.get(i).run();
          }
        });
  }

  private static Runnable again(Kernels k, String method, Object[] a) {
    double[] constants = new double[Parameters.CONSTANTS];
    return switch (method) {
      case "update" -> {
        UpdateRule rule = (UpdateRule) a[0];
        int from = (Integer) a[2];
        int count = (Integer) a[3];
        Matrix w = (Matrix) a[4];
        Matrix g = (Matrix) a[5];
        Matrix[] slots = (Matrix[]) a[6];
        yield () -> k.update(rule, constants, from, count, w, g, slots);
      }
      case "updateByNorm" -> {
        UpdateRule rule = (UpdateRule) a[0];
        int norm = (Integer) a[2];
        Matrix of = (Matrix) a[3];
        int[] ranges = (int[]) a[4];
        Matrix w = (Matrix) a[5];
        Matrix g = (Matrix) a[6];
        Matrix[] slots = (Matrix[]) a[7];
        yield () -> k.updateByNorm(rule, constants, norm, of, ranges, w, g, slots);
      }
      case "limitColumnRatios" -> {
        Matrix w = (Matrix) a[0];
        double ratio = (Double) a[1];
        double floor = (Double) a[2];
        Matrix g = (Matrix) a[3];
        yield () -> k.limitColumnRatios(w, ratio, floor, g);
      }
      default -> throw new AssertionError("teach this test to repeat " + method);
    };
  }
}
