// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import java.util.Optional;

/** The place of a native BLAS; this version has no binding to one and says so. */
public final class BlasBackend implements Backend {
  private static final String REASON =
      "this version contains no binding to a native BLAS library; use backend 'java'";

  @Override
  public String name() {
    return "blas";
  }

  @Override
  public Optional<String> unusable() {
    return Optional.of(REASON);
  }

  @Override
  public int preference() {
    return -1; // not for auto as long as there is none: nobody asked for it
  }

  @Override
  public Kernels open(int threads) {
    throw new IllegalStateException(REASON);
  }
}
