// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The programs in OpenCL C, which lie beside this class. */
final class Sources {
  private Sources() {}

  static String read(String name) {
    try (InputStream in = Sources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program " + name + " is missing in this package");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program " + name + " cannot be read", e);
    }
  }
}
