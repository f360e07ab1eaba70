// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.MeasurementCache;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which variant of the product a device gets for a shape. Small products go by a rule; for larger
 * ones all variants are timed when a shape of their size comes for the first time on this device
 * and driver, which is kept on disk. Sizes count by their powers of two. All variants but CLBlast's
 * add up in the same order, so results do not depend on what is chosen.
 */
final class GemmTuning {
  /** Multiplications from which on a shape is worth timing. */
  private static final long LEAST = 1 << 25;

  private static final int ROUNDS = 5;
  private static final int SIZES = 32;

  private final Device device;
  private final MeasurementCache cache;
  private final GemmVariant[] chosen = new GemmVariant[2 * SIZES * SIZES * SIZES];

  /** Computes a product of the shape in question once. */
  interface Trial {
    void run(GemmVariant variant);
  }

  /** Knows nothing but what was kept. */
  GemmTuning(Device device, MeasurementCache cache) {
    this.device = device;
    this.cache = cache;
  }

  private static int size(int n) {
    return 32 - Integer.numberOfLeadingZeros(Math.max(1, n) - 1);
  }

  private static int index(int m, int n, int inner, int blocks) {
    return ((blocks > 1 ? SIZES : 0) + Math.min(SIZES - 1, size(m))) * SIZES * SIZES
        + Math.min(SIZES - 1, size(n)) * SIZES
        + Math.min(SIZES - 1, size(inner));
  }

  /** What was chosen for shapes of this size, or null where it is to be timed. */
  GemmVariant known(int m, int n, int inner, int blocks) {
    GemmVariant v = chosen[index(m, n, inner, blocks)];
    return v != null ? v : (long) m * n * inner * blocks < LEAST ? byRule(m, n, blocks) : null;
  }

  /** A variant without timing: enough tiles to keep the device busy. */
  GemmVariant byRule(int m, int n, int blocks) {
    if (device.info().isProcessor()) {
      return GemmVariant.packed(8);
    }
    GemmVariant best = GemmVariant.TILED.get(0);
    for (GemmVariant v : GemmVariant.TILED) {
      long tiles =
          (long) ((m + v.tileRows() - 1) / v.tileRows())
              * ((n + v.tileColumns() - 1) / v.tileColumns())
              * blocks;
      if (v.fits(device.info()) && tiles >= 2L * device.info().units()) {
        best = v;
      }
    }
    return best;
  }

  /** Times the variants, or finds on disk what was fastest. */
  synchronized GemmVariant choose(int m, int n, int inner, int blocks, Trial trial) {
    int at = index(m, n, inner, blocks);
    if (chosen[at] == null) {
      List<GemmVariant> variants = candidates().filter(v -> v.fits(device.info())).toList();
      String key = device.info().key() + " | gemm " + at;
      String kept = cache.get(key).orElse("");
      GemmVariant fastest = null;
      for (GemmVariant v : variants) {
        fastest = v.options().equals(kept) ? v : fastest;
      }
      if (fastest == null) {
        fastest = fastest(variants, trial);
        cache.put(key, fastest.options());
      }
      chosen[at] = fastest;
    }
    return chosen[at];
  }

  /** A processor compiles CLBlast's kernels for half a minute, and they are slow there. */
  private Stream<GemmVariant> candidates() {
    if (device.info().isProcessor()) {
      return GemmVariant.PACKED.stream();
    }
    return Stream.concat(
        GemmVariant.TILED.stream(),
        Stream.of(GemmVariant.CLBLAST).filter(v -> ClBlast.unusable() == null));
  }

  private GemmVariant fastest(List<GemmVariant> variants, Trial trial) {
    GemmVariant fastest = null;
    long least = Long.MAX_VALUE;
    for (GemmVariant v : variants) {
      trial.run(v); // Compiles.
      finish();
      for (int i = 0; i < ROUNDS; i++) {
        long start = System.nanoTime();
        trial.run(v);
        finish();
        long taken = System.nanoTime() - start;
        if (taken < least) {
          least = taken;
          fastest = v;
        }
      }
    }
    return fastest;
  }

  private void finish() {
    Status.check(device.commands().finish(), device.info(), "timing products");
  }
}
