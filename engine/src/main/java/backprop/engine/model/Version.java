// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this library, as the build wrote it. */
public final class Version {
  private Version() {}

  /** Such as {@code 0.1.0}. */
  public static String current() {
    Properties p = new Properties();
    try (InputStream in =
        Version.class.getResourceAsStream("/backprop/engine/version.properties")) {
      if (in == null) {
        throw new IllegalStateException("backprop/engine/version.properties is not in the jar");
      }
      p.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return p.getProperty("version");
  }
}
