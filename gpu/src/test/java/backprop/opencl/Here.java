// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Whether this machine has an OpenCL device. */
final class Here {
  private Here() {}

  /** Skips a test, and says why, where there is no device. */
  static void assumeDevice() {
    Optional<String> why = new OpenClBackend().unusable();
    Assumptions.assumeTrue(why.isEmpty(), () -> "skipped: " + why.orElse(""));
  }
}
