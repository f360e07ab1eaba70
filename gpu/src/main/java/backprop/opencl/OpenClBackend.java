// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import java.util.Optional;

/**
 * The place of kernels on OpenCL devices. This version has none: it looks whether a device is there
 * and says so, which is what a user who asks for {@code opencl} needs to know.
 */
public final class OpenClBackend implements Backend {
  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Optional<String> unusable() {
    OpenClProbe.Finding finding = OpenClProbe.look();
    return Optional.of(
        finding.device() == null
            ? finding.reason() + "; use backend 'java'"
            : "the OpenCL device '"
                + finding.device()
                + "' was found, but this version contains no OpenCL kernels yet; use backend"
                + " 'java'");
  }

  @Override
  public int preference() {
    return 20;
  }

  @Override
  public Kernels open(int threads) {
    throw new IllegalStateException(unusable().orElseThrow());
  }
}
