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
   * This backend on the device that a user's words choose, as in {@code opencl:1}; empty where
   * backends of this kind have no devices.
   *
   * @param device a number, or part of a name
   */
  default Optional<Backend> on(String device) {
    return Optional.empty();
  }

  /**
   * This backend with products of such factors; empty where it has none of them.
   *
   * @param precision of the factors
   */
  default Optional<Backend> with(Precision precision) {
    return precision == Precision.FLOAT ? Optional.of(this) : Optional.empty();
  }

  /**
   * What identifies what computes, down to the version of a driver, where it is worth trying for so
   * much work: {@code auto} then measures whether it is faster than what it would take otherwise,
   * and keeps the answer under this text. Empty where there is nothing to try.
   *
   * @param work multiplications and additions of floats
   */
  default Optional<String> worthTrying(double work) {
    return Optional.empty();
  }

  /**
   * Why there is nothing to try here although the work would be worth it, with the remedy: {@code
   * auto} says so. Empty where it is worth trying, or would not be on another machine either.
   *
   * @param work multiplications and additions of floats
   */
  default Optional<String> notTried(double work) {
    return Optional.empty();
  }

  /** What there is to say to a user who asks what can be used here, in lines; may be none. */
  default List<String> details() {
    return List.of();
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
