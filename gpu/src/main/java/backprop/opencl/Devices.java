// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.BackendFailedException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The devices of this machine, looked for once in a process: a context keeps what the driver needs
 * for as long as the process lives.
 */
final class Devices {
  private final OpenClProbe.Finding finding;
  private final Map<Integer, Device> open = new HashMap<>();

  private static final class Here {
    static final Devices DEVICES = new Devices(OpenClProbe.look());
  }

  Devices(OpenClProbe.Finding finding) {
    this.finding = finding;
  }

  /** Those of this machine. */
  static Devices here() {
    return Here.DEVICES;
  }

  List<DeviceInfo> all() {
    return finding.devices();
  }

  /** Why there are none, or null. */
  String reason() {
    return finding.reason();
  }

  /**
   * The device that a user's words choose.
   *
   * @param wanted a number, part of a name, vendor or platform, or empty for the best: a GPU rather
   *     than another device, the one with more units and memory
   * @return null where none fits
   */
  DeviceInfo choose(String wanted) {
    if (wanted.matches("\\d{1,2}")) {
      int number = Integer.parseInt(wanted);
      return number < all().size() ? all().get(number) : null;
    }
    DeviceInfo best = null;
    for (DeviceInfo d : all()) {
      String text = (d.name() + " " + d.vendor() + " " + d.platform()).toLowerCase(Locale.ROOT);
      if (text.contains(wanted.toLowerCase(Locale.ROOT)) && (best == null || better(d, best))) {
        best = d;
      }
    }
    return best;
  }

  private boolean better(DeviceInfo a, DeviceInfo b) {
    boolean usable = refusal(a) == null;
    if (usable != (refusal(b) == null)) {
      return usable;
    }
    if (a.type().equals("GPU") != b.type().equals("GPU")) {
      return a.type().equals("GPU");
    }
    return (double) a.units() * a.megahertz() > (double) b.units() * b.megahertz();
  }

  /** Why a device cannot be used, or null. */
  synchronized String refusal(DeviceInfo info) {
    Device d = open.get(info.number());
    return d != null && d.refusal() != null ? d.refusal() : info.refusal();
  }

  /**
   * The device, opened once.
   *
   * @throws BackendFailedException in one sentence when the driver refuses
   */
  synchronized Device open(DeviceInfo info) {
    Device d = open.get(info.number());
    if (d == null) {
      d = Device.open(info);
      open.put(info.number(), d);
    }
    return d;
  }
}
