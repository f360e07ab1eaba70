// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import java.util.Optional;

/** A way to compute: found by {@link java.util.ServiceLoader}, chosen by name or {@code auto}. */
public interface Backend {
  /**
   * The name that users write: {@code java}, {@code vector}, {@code blas}, {@code opencl}, {@code
   * reference}.
   */
  String name();

  /** Why this backend cannot be used here, with the remedy; empty when it can. */
  Optional<String> unusable();

  /**
   * How eagerly {@code auto} takes it: the usable backend with the highest number wins, negative
   * ones never do.
   */
  int preference();

  /**
   * Kernels for one thread of work. Buffers may be shared between kernels of the same backend.
   *
   * @param threads how many threads may compute, at least 1; results do not depend on it
   */
  Kernels open(int threads);
}
