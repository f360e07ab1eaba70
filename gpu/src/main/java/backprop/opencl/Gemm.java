// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Matrix;
import backprop.opencl.Launcher.Scratch;
import java.util.HashMap;
import java.util.Map;

/**
 * Products of matrices, of one pair or of many blocks at once, in the variant of the kernel that
 * {@link GemmTuning} finds fastest for the device and the shape.
 */
final class Gemm {
  /** A GPU's grid is this high at most in all dimensions but the first. */
  private static final int MOST_BLOCKS = 65_535;

  private final Launcher launcher;
  private final GemmTuning tuning;
  private final Map<GemmVariant, Call[]> calls = new HashMap<>();
  private final Call[] packs = new Call[2];
  private final Blocks one = new Blocks();

  /** How blocks lie in the three matrices: distances in elements. */
  static final class Blocks {
    int count = 1;
    int slices = 1;
    int aGroup;
    int aSlice;
    int bGroup;
    int bSlice;
    int cGroup;
    int cSlice;
  }

  Gemm(Launcher launcher) {
    this.launcher = launcher;
    this.tuning = launcher.device().tuning();
  }

  /**
   * {@code c = alpha * op(a) * op(b) + beta * c}, m x n, plus a row of biases.
   *
   * @param bias 1 x n or null
   */
  void product(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int inner,
      double alpha,
      DeviceBuffer a,
      int aOffset,
      int aStride,
      DeviceBuffer b,
      int bOffset,
      int bStride,
      double beta,
      DeviceBuffer c,
      int cOffset,
      int cStride,
      Matrix bias) {
    product(
        one,
        transposeA,
        transposeB,
        m,
        n,
        inner,
        alpha,
        a,
        aOffset,
        aStride,
        b,
        bOffset,
        bStride,
        beta,
        c,
        cOffset,
        cStride,
        bias);
  }

  /** The same for every block. */
  void product(
      Blocks blocks,
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int inner,
      double alpha,
      DeviceBuffer a,
      int aOffset,
      int aStride,
      DeviceBuffer b,
      int bOffset,
      int bStride,
      double beta,
      DeviceBuffer c,
      int cOffset,
      int cStride,
      Matrix bias) {
    if (m == 0 || n == 0) {
      return;
    }
    GemmVariant v = tuning.known(m, n, inner, blocks.count);
    if (v == null) {
      v = timed(transposeA, transposeB, m, n, inner, blocks.count);
    }
    run(
        v,
        blocks,
        transposeA,
        transposeB,
        m,
        n,
        inner,
        alpha,
        a,
        aOffset,
        aStride,
        b,
        bOffset,
        bStride,
        beta,
        c,
        cOffset,
        cStride,
        bias);
  }

  /** The fastest variant for a shape that was not timed yet, by products of zeros. */
  private GemmVariant timed(boolean ta, boolean tb, int m, int n, int inner, int count) {
    Device device = launcher.device();
    Complaints complaints = launcher.complaints();
    Blocks many = new Blocks();
    many.count = count;
    many.aGroup = m * inner;
    many.bGroup = inner * n;
    many.cGroup = m * n;
    DeviceBuffer a = new DeviceBuffer(device, complaints, count * m * inner);
    DeviceBuffer b = new DeviceBuffer(device, complaints, count * inner * n);
    DeviceBuffer c = new DeviceBuffer(device, complaints, count * m * n);
    try {
      return tuning.choose(
          m,
          n,
          inner,
          count,
          v ->
              run(
                  v,
                  many,
                  ta,
                  tb,
                  m,
                  n,
                  inner,
                  1,
                  a,
                  0,
                  ta ? m : inner,
                  b,
                  0,
                  tb ? inner : n,
                  0,
                  c,
                  0,
                  n,
                  null));
    } finally {
      a.free();
      b.free();
      c.free();
    }
  }

  /** The same in a variant that the caller chooses. */
  void run(
      GemmVariant v,
      Blocks blocks,
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int inner,
      double alpha,
      DeviceBuffer a,
      int aOffset,
      int aStride,
      DeviceBuffer b,
      int bOffset,
      int bStride,
      double beta,
      DeviceBuffer c,
      int cOffset,
      int cStride,
      Matrix bias) {
    for (int first = 0; first < blocks.count; ) {
      int count = Math.min(blocks.count - first, v.packed() ? packedBlocks(n, inner) : MOST_BLOCKS);
      DeviceBuffer packed =
          v.packed() ? pack(blocks, first, count, transposeB, n, inner, b, bOffset, bStride) : null;
      int panels = (n + 15) / 16;
      Call call =
          call(v, transposeA, transposeB)
              .begin()
              .integer(m)
              .integer(n)
              .integer(inner)
              .integer(v.packed() ? panels : (m + v.tileRows() - 1) / v.tileRows())
              .integer(first)
              .integer(blocks.slices)
              .integer(blocks.aGroup)
              .integer(blocks.aSlice)
              .integer(blocks.bGroup)
              .integer(blocks.bSlice)
              .integer(blocks.cGroup)
              .integer(blocks.cSlice)
              .number(alpha)
              .matrix(a, aOffset, aStride)
              .matrix(v.packed() ? packed : b, bOffset, bStride)
              .number(beta)
              .matrix(c, cOffset, cStride)
              .integer(bias != null);
      if (bias != null) {
        call.matrix(bias);
      } else {
        call.matrix(c, 0, 0);
      }
      enqueue(call, v, m, n, panels, count);
      first += count;
    }
  }

  private static void enqueue(Call call, GemmVariant v, int m, int n, int panels, int count) {
    if (v.packed()) {
      int down = (m + v.itemRows() - 1) / v.itemRows();
      int local = GemmVariant.PACKED_ITEMS;
      call.run(2, (long) (down + local - 1) / local * local, (long) panels * count, local, 1);
    } else {
      int tiles =
          (m + v.tileRows() - 1) / v.tileRows() * ((n + v.tileColumns() - 1) / v.tileColumns());
      call.run(2, (long) tiles * v.items(), count, v.items(), 1);
    }
  }

  private static int packedBlocks(int n, int inner) {
    long each = (n + 15L) / 16 * 16 * Math.max(1, inner);
    return (int) Math.max(1, Math.min(MOST_BLOCKS, (16 << 20) / each));
  }

  private DeviceBuffer pack(
      Blocks blocks,
      int first,
      int count,
      boolean transposeB,
      int n,
      int inner,
      DeviceBuffer b,
      int bOffset,
      int bStride) {
    int panels = (n + 15) / 16;
    DeviceBuffer to = launcher.scratch(Scratch.PACKED, count * panels * 16 * Math.max(1, inner));
    if (inner > 0) {
      int t = transposeB ? 1 : 0;
      if (packs[t] == null) {
        packs[t] = compiled("-DPACKED -DRM=8 -DTA=0 -DTB=" + t, "gemm_pack");
      }
      packs[t]
          .begin()
          .integer(n)
          .integer(inner)
          .integer(panels)
          .integer(first)
          .integer(blocks.slices)
          .integer(blocks.bGroup)
          .integer(blocks.bSlice)
          .matrix(b, bOffset, bStride)
          .buffer(to)
          .run(
              2,
              (long) (inner + GemmVariant.PACK_ITEMS - 1)
                  / GemmVariant.PACK_ITEMS
                  * GemmVariant.PACK_ITEMS,
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
