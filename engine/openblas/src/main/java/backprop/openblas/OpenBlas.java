// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.openblas;

import backprop.engine.backend.blas.BlasLibrary;
import backprop.engine.backend.blas.Sgemm;
import java.nio.FloatBuffer;
import java.util.Optional;

/** OpenBLAS, used on one thread at a time for each product. */
public final class OpenBlas implements BlasLibrary {
  /** For {@link java.util.ServiceLoader}. */
  public OpenBlas() {}

  @Override
  public String name() {
    return "OpenBLAS";
  }

  @Override
  public Optional<String> unusable() {
    return Optional.ofNullable(NativeLibrary.refusal());
  }

  @Override
  public Sgemm bind(FloatBuffer a, FloatBuffer b, FloatBuffer c) {
    unusable()
        .ifPresent(
            why -> {
              throw new IllegalStateException(why);
            });
    return new NativeSgemm(a, b, c);
  }
}
