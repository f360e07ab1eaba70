// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

/** Which variant of the product a device gets for a shape. */
final class GemmTuning {
  private final Device device;

  private GemmTuning(Device device) {
    this.device = device;
  }

  static GemmTuning of(Device device) {
    return new GemmTuning(device);
  }

  GemmVariant variant(int m, int n, int inner, int blocks) {
    if (device.info().isProcessor()) {
      return GemmVariant.packed(8);
    }
    return GemmVariant.TILED.get(m >= 512 && n >= 512 ? 4 : m >= 64 && n >= 64 ? 2 : 1);
  }
}
