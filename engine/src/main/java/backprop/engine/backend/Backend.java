// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import java.util.List;
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
   * The least work, in multiplications and additions of floats, from which on the time that this
   * backend takes to start is worth it: {@code auto} passes it over for less, without a word.
   */
  default double leastWork() {
    return 0;
  }

  /**
   * Kernels for one thread of work. Buffers may be shared between kernels of the same backend.
   *
   * @param threads how many threads may compute, at least 1; results do not depend on it
   */
  Kernels open(int threads);

  /**
   * This backend where it may also use what these class loaders bring; itself unless it depends on
   * parts that are found by {@link java.util.ServiceLoader} in their turn.
   *
   * @param loaders see the classes of this library, and more
   */
  default Backend seeing(List<ClassLoader> loaders) {
    return this;
  }
}
