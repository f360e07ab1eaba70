// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.MeasurementCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every variant of the product, those for GPUs too, whatever device is here. */
@Tag("device")
final class GemmVariantsTest {
  @BeforeAll
  static void needsDevice() {
    Here.assumeDevice();
  }

  static Stream<GemmVariant> variants() {
    return Stream.concat(GemmVariant.TILED.stream(), GemmVariant.PACKED.stream());
  }

  /** A processor's compiler takes half a minute for the larger ones. */
  static Stream<GemmVariant> small() {
    return Stream.of(GemmVariant.TILED.get(1), GemmVariant.packed(8));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("variants")
  void everyVariantGivesTheSameBits(GemmVariant v) {
    check(v);
  }

  @ParameterizedTest
  @MethodSource("small")
  void oneOfEachKindGivesTheSameBits(GemmVariant v) {
    check(v);
  }

  /** Another order of sums, so within rounding; a processor compiles its kernels for a minute. */
  @Tag("slow")
  @Test
  void clBlastGivesTheSameWithinRounding() {
    assertNull(ClBlast.unusable());
    check(GemmVariant.CLBLAST);
  }

  private static void check(GemmVariant v) {
    int m = 37;
    int n = 45;
    int inner = 29;
    Launcher launcher = new Launcher(Devices.here().open(Devices.here().choose("")));
    Gemm gemm = new Gemm(launcher);
    try (Kernels k = new OpenClBackend().open(1)) {
      for (int t = 0; t < 4; t++) {
        boolean ta = (t & 1) != 0;
        boolean tb = (t & 2) != 0;
        Matrix a = Matrix.of(k.allocate(m * inner), ta ? inner : m, ta ? m : inner);
        Matrix b = Matrix.of(k.allocate(inner * n), tb ? n : inner, tb ? inner : n);
        Matrix bias = Matrix.of(k.allocate(n), 1, n);
        k.gaussian(0, 1, 1, a);
        k.gaussian(0, 1, 2, b);
        k.gaussian(0, 1, 3, bias);
        Matrix want = Matrix.of(k.allocate(m * n), m, n);
        Matrix got = Matrix.of(k.allocate(m * n), m, n);
        for (Matrix c : List.of(want, got)) {
          k.gaussian(0, 1, 4, c);
          Product p = gemm.product(ta, tb, m, n, inner).scaled(0.5).a(a).b(b).adding(1).c(c);
          gemm.run(c == want ? GemmVariant.tiled(16, 16, 16, 1, 1) : v, p.bias(bias));
        }
        double allowed = v.isClBlast() ? 1e-5 : 0;
        assertArrayEquals(want.toArray(), got.toArray(), allowed, v + " " + ta + " " + tb);
      }
    }
    launcher.close();
  }

  @Test
  void theFastestIsTimedOnceAndKept(@TempDir Path folder) {
    Device d = Devices.here().open(Devices.here().choose(""));
    MeasurementCache cache = cache(folder);
    List<GemmVariant> ran = new ArrayList<>();
    GemmVariant chosen = new GemmTuning(d, cache).choose(500, 500, 500, 1, ran::add);
    int timed = ran.size();
    GemmVariant kept = new GemmTuning(d, cache(folder)).choose(512, 500, 490, 1, ran::add);
    assertSame(chosen, kept);
    assertEquals(timed, ran.size(), "what is on disk is not timed again");
    new GemmTuning(d, cache).choose(513, 500, 490, 1, ran::add);
    assertEquals(2 * timed, ran.size(), "another size");
  }

  private static MeasurementCache cache(Path folder) {
    String before = System.getProperty("backprop.cache");
    System.setProperty("backprop.cache", folder.toString());
    try {
      return new MeasurementCache("products");
    } finally {
      if (before == null) {
        System.clearProperty("backprop.cache");
      } else {
        System.setProperty("backprop.cache", before);
      }
    }
  }
}
