// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import org.jocl.CL;
import org.jocl.blast.CLBlast;
import org.jocl.blast.CLBlastLayout;
import org.jocl.blast.CLBlastTranspose;
import org.jocl.cl_command_queue;

/**
 * Products by CLBlast (Nugteren, "CLBlast: A tuned OpenCL BLAS library", IWOCL 2018) through its
 * Java binding, where that is on the class path: a candidate of {@link GemmTuning}. It adds up in
 * orders of its own.
 */
final class ClBlast {
  private ClBlast() {}

  private static final class Binding {
    static final String UNUSABLE = look();

    private static String look() {
      try {
        CLBlast.setExceptionsEnabled(false); // Loads the native library.
        return null;
      } catch (NoClassDefFoundError e) {
        return "its Java binding, jocl-blast, is not on the class path";
      } catch (UnsatisfiedLinkError e) {
        return "its native library does not load on this system (" + e.getMessage() + ")";
      }
    }
  }

  /** Why there is no CLBlast here, or null. */
  static String unusable() {
    return Binding.UNUSABLE;
  }

  /** Puts a product into the queue; false, and nothing done, where CLBlast cannot compute it. */
  static boolean run(Launcher launcher, Product p) {
    if (p.inner == 0 || p.slices > 1 || p.blocks > 1 && p.bias != null) {
      return false;
    }
    if (launcher.device().commands().blast(p) != CL.CL_SUCCESS) {
      return false;
    }
    if (p.bias != null) {
      launcher
          .call("elements.cl", "add_row")
          .elements(p.m, p.n)
          .matrix(p.c, p.cOffset, p.cStride)
          .matrix(p.bias)
          .matrix(p.c, p.cOffset, p.cStride)
          .run();
    }
    return true;
  }

  /** What {@link Commands#blast} does with the device's own queue. */
  static int enqueue(cl_command_queue queue, Product p) {
    int row = CLBlastLayout.CLBlastLayoutRowMajor;
    int ta = transposed(p.transposeA);
    int tb = transposed(p.transposeB);
    float alpha = (float) p.alpha;
    float beta = (float) p.beta;
    return p.blocks == 1
        ? CLBlast.CLBlastSgemm(
            row, ta, tb, p.m, p.n, p.inner, alpha, p.a.mem(), p.aOffset, p.aStride, p.b.mem(),
            p.bOffset, p.bStride, beta, p.c.mem(), p.cOffset, p.cStride, queue, null)
        : CLBlast.CLBlastSgemmStridedBatched(
            row, ta, tb, p.m, p.n, p.inner, alpha, p.a.mem(), p.aOffset, p.aStride, p.aGroup,
            p.b.mem(), p.bOffset, p.bStride, p.bGroup, beta, p.c.mem(), p.cOffset, p.cStride,
            p.cGroup, p.blocks, queue, null);
  }

  private static int transposed(boolean yes) {
    return yes ? CLBlastTranspose.CLBlastTransposeYes : CLBlastTranspose.CLBlastTransposeNo;
  }
}
