// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import java.util.List;

/**
 * A way to compute a product; see {@code gemm.cl}.
 *
 * @param packed for processors: panels of 16 columns, no local memory
 * @param tileRows rows of a work-group's tile of the result; 0 where packed
 * @param tileColumns its columns
 * @param depth how much of the inner index is in local memory at once
 * @param itemRows rows of a work-item's part
 * @param itemColumns its columns
 */
record GemmVariant(
    boolean packed, int tileRows, int tileColumns, int depth, int itemRows, int itemColumns) {
  /** Work-items of a work-group of the packed form. */
  static final int PACKED_ITEMS = 4;

  /** Work-items of a work-group that packs. */
  static final int PACK_ITEMS = 32;

  /** For GPUs, small tiles first: these keep many units busy with small products. */
  static final List<GemmVariant> TILED =
      List.of(
          tiled(16, 16, 16, 1, 1),
          tiled(32, 32, 16, 2, 2),
          tiled(64, 64, 16, 4, 4),
          tiled(128, 64, 16, 8, 4),
          tiled(128, 128, 8, 8, 8),
          tiled(128, 128, 16, 8, 8));

  /** For processors. */
  static final List<GemmVariant> PACKED = List.of(packed(4), packed(8), packed(12));

  /** Another library's: see {@link ClBlast}. */
  static final GemmVariant CLBLAST = new GemmVariant(false, 0, 0, 0, 0, 0);

  boolean isClBlast() {
    return equals(CLBLAST);
  }

  static GemmVariant tiled(int rows, int columns, int depth, int itemRows, int itemColumns) {
    return new GemmVariant(false, rows, columns, depth, itemRows, itemColumns);
  }

  static GemmVariant packed(int itemRows) {
    return new GemmVariant(true, 0, 0, 0, itemRows, 16);
  }

  /** Work-items of a work-group. */
  int items() {
    return packed ? PACKED_ITEMS : tileRows / itemRows * (tileColumns / itemColumns);
  }

  /** Bytes that a work-group shares. */
  int localBytes() {
    return packed ? 0 : 4 * depth * (tileRows + tileColumns + 2);
  }

  /** Whether the device has room for it. */
  boolean fits(DeviceInfo info) {
    return isClBlast() || items() <= info.workGroup() && localBytes() <= info.localMemory();
  }

  /** Options for the compiler. */
  String options() {
    if (isClBlast()) {
      return "clblast";
    }
    return packed
        ? "-DPACKED -DRM=" + itemRows
        : "-DTILED -DTM="
            + tileRows
            + " -DTN="
            + tileColumns
            + " -DTK="
            + depth
            + " -DRM="
            + itemRows
            + " -DRN="
            + itemColumns;
  }
}
