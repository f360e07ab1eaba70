// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether signals are chained: the virtual machine's library for that, {@code libjsig}, keeps the
 * virtual machine's signal handlers in place when another library, such as the compiler of an
 * OpenCL driver, installs its own. Without it a driver for processors, PoCL for one, sometimes
 * fails to compile a program or ends the process. It has to be there when the process starts.
 */
final class Chaining {
  static final String REMEDY =
      "its compiler and the virtual machine take signals from each other, so that a program"
          + " sometimes does not compile, or the process ends; start Java with"
          + " LD_PRELOAD=$JAVA_HOME/lib/libjsig.so, as ./backprop does";

  private static final Path MAPS = Path.of("/proc/self/maps");

  private Chaining() {}

  /** True where it is not known, too: only Linux tells. */
  static boolean isOn() {
    if (!Files.isReadable(MAPS)) {
      return true;
    }
    try {
      return Files.readString(MAPS).contains("libjsig.");
    } catch (IOException e) {
      return true;
    }
  }
}
