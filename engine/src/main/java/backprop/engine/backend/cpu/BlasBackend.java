// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.blas.BlasLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Plain Java for everything but large matrix products, which a native library computes: the first
 * usable {@link BlasLibrary} that this library's class loader or one of the others sees.
 */
public final class BlasBackend implements Backend {
  private static final String NONE =
      "there is no native BLAS library: install the Weka package backprop-openblas for your"
          + " platform (outside Weka: put backprop-openblas and its libraries on the class path),"
          + " or use backend 'java'";

  private final List<ClassLoader> loaders;
  private volatile Boolean present;

  /** Looks for libraries where this class comes from. */
  public BlasBackend() {
    this(List.of());
  }

  private BlasBackend(List<ClassLoader> more) {
    List<ClassLoader> all = new ArrayList<>(more);
    all.add(0, BlasBackend.class.getClassLoader());
    this.loaders = List.copyOf(all);
  }

  @Override
  public Backend seeing(List<ClassLoader> more) {
    return more.isEmpty() ? this : new BlasBackend(more);
  }

  @Override
  public String name() {
    return "blas";
  }

  @Override
  public Optional<String> unusable() {
    return Optional.ofNullable(search().refusal());
  }

  /**
   * Before plain Java: the same loops but for faster products. Negative where no library is
   * installed: then nobody who leaves the choice to {@code auto} has to hear of it.
   */
  @Override
  public int preference() {
    return present() ? 10 : -1;
  }

  /**
   * Loading a library takes up to half a second, in which plain Java does half of this and more; of
   * the rest a library is at most twice as fast.
   */
  @Override
  public double leastWork() {
    return 50e9;
  }

  /** Whether there is a library, usable or not; loads none. Looks once. */
  private boolean present() {
    if (present == null) {
      present = loaders.stream().anyMatch(BlasBackend::present);
    }
    return present;
  }

  private static boolean present(ClassLoader loader) {
    try {
      return ServiceLoader.load(BlasLibrary.class, loader).stream().findAny().isPresent();
    } catch (ServiceConfigurationError | LinkageError e) {
      // It is there, and search() says what is wrong with it.
      return true;
    }
  }

  @Override
  public Kernels open(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", allowed are 1 and more");
    }
    Found found = search();
    if (found.refusal() != null) {
      throw new IllegalStateException("backend 'blas' cannot be used: " + found.refusal());
    }
    BlasLibrary library = found.library();
    return new JavaKernels(
        name(), threads, workers -> new BlasProduct(workers, library, BlasCost.MEASURED));
  }

  /** A usable library, or why there is none. */
  private record Found(BlasLibrary library, String refusal) {}

  private Found search() {
    List<String> refusals = new ArrayList<>();
    for (ClassLoader loader : loaders) {
      try {
        for (BlasLibrary library : ServiceLoader.load(BlasLibrary.class, loader)) {
          String why = library.unusable().orElse(null);
          if (why == null) {
            return new Found(library, null);
          }
          refusals.add(library.name() + ": " + why);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        refusals.add(
            "a native BLAS library does not fit this version of backprop ("
                + e
                + "): install the same version of both");
      }
    }
    return new Found(null, refusals.isEmpty() ? NONE : String.join("; ", refusals));
  }
}
