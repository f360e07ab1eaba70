// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import java.util.Optional;

/** Double precision, one thread, the simplest loops: what the other backends are tested against. */
public final class ReferenceBackend implements Backend {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Optional<String> unusable() {
    return Optional.empty();
  }

  @Override
  public int preference() {
    return -1;
  }

  @Override
  public Kernels open(int threads) {
    return new ReferenceKernels();
  }
}
