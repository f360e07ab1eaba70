// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.blas;

import java.nio.FloatBuffer;
import java.util.Optional;

/** A native library that multiplies matrices: found by {@link java.util.ServiceLoader}. */
public interface BlasLibrary {
  /** Its name and version, such as {@code OpenBLAS 0.3.31}. Does not load it. */
  String name();

  /**
   * Why this library cannot be used here, with the remedy; empty when it can. The first call loads
   * the library, and tells it to start no threads.
   */
  Optional<String> unusable();

  /**
   * Makes a product on these stores, which are direct buffers in native byte order. It keeps them
   * from being freed, and different products on the same stores may compute at once.
   *
   * @throws IllegalStateException when the library is unusable
   */
  Sgemm bind(FloatBuffer a, FloatBuffer b, FloatBuffer c);
}
