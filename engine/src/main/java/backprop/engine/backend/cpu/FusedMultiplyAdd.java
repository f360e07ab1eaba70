// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;

/** Multiply and add with one rounding, where the machine has an instruction for it. */
final class FusedMultiplyAdd {
  /**
   * No software does it in this time (the processor takes 15 to 25 ns even interpreted, BigDecimal
   * 1,600 and more even compiled).
   */
  private static final double HARDWARE_NANOS = 200;

  /** Where the virtual machine does not say, this is taken for a slow processor's. */
  private static final double SLOW_HARDWARE_NANOS = 500;

  /**
   * Whether fused multiply-add is a machine instruction: where it is not, {@link Math#fma} computes
   * with {@code BigDecimal}, thousands of times slower.
   */
  private static final boolean FUSED = fused();

  private FusedMultiplyAdd() {}

  /** Whether loops round once for each multiplication and addition. */
  static boolean available() {
    return FUSED;
  }

  /** Multiply and add with one rounding where the machine can, with two where not. */
  static float of(float a, float b, float c) {
    return FUSED ? Math.fma(a, b, c) : a * b + c;
  }

  private static boolean fused() {
    if (nanosPerFusedOperation() < HARDWARE_NANOS) {
      return true;
    }
    Boolean said = saidByTheVirtualMachine();
    return said != null ? said : nanosPerFusedOperation() < SLOW_HARDWARE_NANOS;
  }

  /**
   * HotSpot's flag UseFMA; null on other virtual machines. The same on every start, which a
   * measurement need not be, and results must not depend on it; but asking takes as long as all
   * else that a small training starts with, so only where the measurement leaves a doubt. By
   * reflection from the boot loader, because neither a module nor a bundle has to have the package.
   */
  private static Boolean saidByTheVirtualMachine() {
    try {
      Class<? extends PlatformManagedObject> type =
          Class.forName("com.sun.management.HotSpotDiagnosticMXBean", false, null)
              .asSubclass(PlatformManagedObject.class);
      Object bean = ManagementFactory.getPlatformMXBean(type);
      Object option = type.getMethod("getVMOption", String.class).invoke(bean, "UseFMA");
      Object value = option.getClass().getMethod("getValue").invoke(option);
      return Boolean.valueOf((String) value);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** Done by the processor it takes nanoseconds, in software microseconds. */
  private static double nanosPerFusedOperation() {
    float x = 1;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        x = Math.fma(x, 0.75f, 0.3f);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return x > 0 ? best / 50.0 : Double.POSITIVE_INFINITY;
  }
}
