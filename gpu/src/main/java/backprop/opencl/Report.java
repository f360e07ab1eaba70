// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a user is told about the devices: what they are, whether they work, and what to do. */
final class Report {
  private static final int TRIED = 64;

  private Report() {}

  /**
   * Platforms, devices, memory, drivers; a small product is computed on each. Nothing where there
   * is no device: why not is the answer to whether the backend can be used.
   */
  static List<String> lines(Devices devices) {
    List<String> lines = new ArrayList<>();
    String platform = null;
    DeviceInfo best = devices.choose("");
    for (DeviceInfo d : devices.all()) {
      if (!d.platform().equals(platform)) {
        platform = d.platform();
        lines.add("platform '" + platform + "'");
      }
      lines.add(
          "  opencl:"
              + d.number()
              + "  "
              + d.describe()
              + (d == best ? "; 'opencl' takes it" : ""));
      lines.add(
          String.format(
              Locale.ROOT,
              "    largest buffer %s, local memory %s, double precision %s",
              Device.megabytes(d.largestBuffer()),
              Device.megabytes(d.localMemory()),
              d.doubles() ? "yes" : "no: sums over whole matrices are of single precision"));
      lines.add("    " + verdict(devices, d));
      if (d.isProcessor() && !Chaining.isOn()) {
        lines.add("    " + Chaining.REMEDY);
      }
    }
    return lines;
  }

  private static String verdict(Devices devices, DeviceInfo d) {
    String refusal = devices.refusal(d);
    if (refusal != null) {
      return "cannot be used: " + refusal;
    }
    try (Kernels k = new OpenClKernels(devices.open(d), 1)) {
      Matrix ones = Matrix.of(k.allocate(TRIED * TRIED), TRIED, TRIED);
      Matrix product = Matrix.of(k.allocate(TRIED * TRIED), TRIED, TRIED);
      k.fill(1, ones);
      k.gemm(false, false, 1, ones, ones, 0, product);
      double sum = k.dot(product, ones);
      if (sum != (double) TRIED * TRIED * TRIED) {
        return "cannot be used: it computes wrongly (a sum of "
            + TRIED * TRIED * TRIED
            + " came out as "
            + sum
            + "); install another driver";
      }
      return d.isProcessor()
          ? "works; it is this machine's processor, which 'java' uses better, so 'auto' never takes"
              + " it"
          : "works; 'auto' takes it for networks for which a trial shows that it is faster";
    } catch (BackendFailedException e) {
      return "cannot be used: " + e.getMessage();
    }
  }
}
