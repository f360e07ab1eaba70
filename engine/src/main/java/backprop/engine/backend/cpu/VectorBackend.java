// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import java.util.Optional;

/**
 * Plain Java, but for matrix products with the vector types of the module {@code
 * jdk.incubator.vector}: usable where the virtual machine was started with that module.
 */
public final class VectorBackend implements Backend {
  private static final String MODULE = "jdk.incubator.vector";
  private static final String TILES = "backprop.engine.backend.vector.VectorTiles";

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Optional<String> unusable() {
    if (!present()) {
      return Optional.of(
          "this Java virtual machine runs without the module "
              + MODULE
              + "; start it with --add-modules "
              + MODULE);
    }
    if (!FusedMultiplyAdd.available()) {
      return Optional.of("this processor has no fused multiply-add; use backend 'java'");
    }
    try {
      tiles();
      return Optional.empty();
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.of(
          "the module " + MODULE + " is not open to this class loader (" + e + "); use 'java'");
    }
  }

  @Override
  public int preference() {
    return present() ? 5 : -1; // nobody asked for it where the module is absent
  }

  @Override
  public Kernels open(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", allowed are 1 and more");
    }
    Tiles tiles = loaded();
    return open(threads, tiles, new WarmUp(tiles));
  }

  /** Kernels on these tiles, which are used as soon as they are warm. */
  static Kernels open(int threads, Tiles tiles, WarmUp warmUp) {
    return new JavaKernels("vector", threads, w -> new VectorProduct(w, tiles, warmUp));
  }

  /** The tiles, which {@link #unusable} has found. */
  static Tiles loaded() {
    try {
      return tiles();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException("backend 'vector' cannot be used here", e);
    }
  }

  /** By name, because the class cannot even be linked where the module is absent. */
  private static Tiles tiles() throws ReflectiveOperationException {
    return Class.forName(TILES).asSubclass(Tiles.class).getDeclaredConstructor().newInstance();
  }

  private static boolean present() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }
}
