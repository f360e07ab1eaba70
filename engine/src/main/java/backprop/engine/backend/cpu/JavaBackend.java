// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import java.util.Optional;

/** Plain Java in float, without any JVM flag: always usable. */
public final class JavaBackend implements Backend {
  @Override
  public String name() {
    return "java";
  }

  @Override
  public Optional<String> unusable() {
    return Optional.empty();
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public Kernels open(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", allowed are 1 and more");
    }
    return new JavaKernels(name(), threads, Gemm::new);
  }
}
