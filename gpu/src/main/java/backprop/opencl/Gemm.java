// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Precision;
import backprop.opencl.Launcher.Scratch;
import java.util.HashMap;
import java.util.Map;

/**
 * Products of matrices, of one pair or of many blocks at once, in the variant of the kernel that
 * {@link GemmTuning} finds fastest for the device and the shape.
 */
final class Gemm {
  /** A GPU's grid is this high at most in all dimensions but the first. */
  static final int MOST_BLOCKS = 65_535;

  private final Launcher launcher;
  private final GemmTuning tuning;
  private final Map<GemmVariant, Call[]> calls = new HashMap<>();
  private final Call[] packs = new Call[2];
  private final Product next = new Product(this);
  private TensorProducts tensors;

  Gemm(Launcher launcher) {
    this.launcher = launcher;
    this.tuning = launcher.device().tuning();
  }

  /**
   * Computes products with such factors from now on, if they come out right.
   *
   * @return what is used, in words for the user
   */
  String use(Precision precision) {
    return use(precision, new TensorProducts(launcher, precision, false));
  }

  /** The same with products of that precision that somebody else made. */
  String use(Precision precision, TensorProducts candidate) {
    String wrong = launcher.device().tensorVerdict(precision, () -> candidate.check(this));
    if (wrong == null) {
      tensors = candidate;
      return precision.text() + " products";
    }
    return "float products, because those of " + precision.text() + " " + wrong;
  }

  /** Begins the description of a product, m x n with a sum over so many. */
  Product product(boolean transposeA, boolean transposeB, int m, int n, int inner) {
    return next.size(transposeA, transposeB, m, n, inner);
  }

  void run(Product p) {
    if (p.m == 0 || p.n == 0) {
      return;
    }
    if (tensors != null) {
      tensors.run(p);
      return;
    }
    GemmVariant v = tuning.known(p.m, p.n, p.inner, p.blocks);
    run(v != null ? v : timed(p), p);
  }

  /** The fastest variant for a shape that was not timed yet, by products of zeros. */
  private GemmVariant timed(Product of) {
    int inA = of.m * of.inner;
    int inB = of.inner * of.n;
    int inC = of.m * of.n;
    DeviceBuffer a = room(of.blocks * inA);
    DeviceBuffer b = room(of.blocks * inB);
    DeviceBuffer c = room(of.blocks * inC);
    try {
      Product zeros =
          new Product(this)
              .size(of.transposeA, of.transposeB, of.m, of.n, of.inner)
              .blocks(of.blocks, inA, inB, inC)
              .a(a, 0, of.transposeA ? of.m : of.inner)
              .b(b, 0, of.transposeB ? of.inner : of.n)
              .c(c, 0, of.n);
      return tuning.choose(of.m, of.n, of.inner, of.blocks, v -> run(v, zeros));
    } finally {
      a.free();
      b.free();
      c.free();
    }
  }

  private DeviceBuffer room(int size) {
    return new DeviceBuffer(launcher.device(), launcher.complaints(), size);
  }

  /** Runs it in a variant that the caller chooses. */
  void run(GemmVariant v, Product p) {
    if (v.isClBlast()) {
      if (!ClBlast.run(launcher, p)) {
        run(tuning.byRule(p.m, p.n, p.blocks), p);
      }
      return;
    }
    int panels = (p.n + 15) / 16;
    int down = (p.m + v.tileRows() - 1) / Math.max(1, v.tileRows());
    int across = (p.n + v.tileColumns() - 1) / Math.max(1, v.tileColumns());
    for (int first = 0; first < p.blocks; ) {
      int most = v.packed() ? packedBlocks(p.n, p.inner) : MOST_BLOCKS;
      int count = Math.min(p.blocks - first, most);
      Call call = call(v, p.transposeA, p.transposeB);
      if (v.packed()) {
        p.arguments(call, panels, first, pack(p, first, count, panels));
        long items = rounded((p.m + v.itemRows() - 1) / v.itemRows(), GemmVariant.PACKED_ITEMS);
        call.run(2, items, (long) panels * count, GemmVariant.PACKED_ITEMS, 1);
      } else {
        p.arguments(call, down, first, p.b);
        call.run(2, (long) down * across * v.items(), count, v.items(), 1);
      }
      first += count;
    }
  }

  private static long rounded(int items, int group) {
    return (long) (items + group - 1) / group * group;
  }

  private static int packedBlocks(int n, int inner) {
    long each = (n + 15L) / 16 * 16 * Math.max(1, inner);
    return (int) Math.max(1, Math.min(MOST_BLOCKS, (16 << 20) / each));
  }

  private DeviceBuffer pack(Product p, int first, int count, int panels) {
    DeviceBuffer to = launcher.scratch(Scratch.PACKED, count * panels * 16 * Math.max(1, p.inner));
    if (p.inner > 0) {
      int t = p.transposeB ? 1 : 0;
      if (packs[t] == null) {
        packs[t] = compiled("-DPACKED -DRM=8 -DTA=0 -DTB=" + t, "gemm_pack");
      }
      packs[t]
          .begin()
          .integer(p.n)
          .integer(p.inner)
          .integer(panels)
          .integer(first)
          .integer(p.slices)
          .integer(p.bGroup)
          .integer(p.bSlice)
          .matrix(p.b, p.bOffset, p.bStride)
          .buffer(to)
          .run(
              2,
              rounded(p.inner, GemmVariant.PACK_ITEMS),
              (long) panels * count,
              GemmVariant.PACK_ITEMS,
              1);
    }
    return to;
  }

  private Call call(GemmVariant v, boolean transposeA, boolean transposeB) {
    Call[] four = calls.get(v);
    if (four == null) {
      four = new Call[4];
      calls.put(v, four);
    }
    int ta = transposeA ? 1 : 0;
    int tb = transposeB && !v.packed() ? 1 : 0;
    int which = ta + 2 * tb;
    if (four[which] == null) {
      four[which] =
          compiled(
              v.options() + " -DTA=" + ta + " -DTB=" + tb,
              v.packed() ? "gemm_packed" : "gemm_tiled");
    }
    return four[which];
  }

  private Call compiled(String options, String kernel) {
    return launcher.compiled("gemm.cl", Sources.read("gemm.cl"), options, kernel);
  }
}
