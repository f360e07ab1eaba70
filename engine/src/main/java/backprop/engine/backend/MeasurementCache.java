// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What was measured on this machine, kept between runs in a file of the user's cache folder, so
 * that it is not measured again. A file that cannot be read or written only costs the time of
 * measuring. Deleting it is safe at any time.
 *
 * <p>The folder is that of the system property {@code backprop.cache}, else {@code
 * $XDG_CACHE_HOME/backprop}, {@code %LOCALAPPDATA%\backprop}, {@code ~/Library/Caches/backprop} or
 * {@code ~/.cache/backprop}.
 */
public final class MeasurementCache {
  private final Path file;

  /**
   * The cache of one kind of measurement.
   *
   * @param name of the file, without ending
   */
  public MeasurementCache(String name) {
    this(folder().resolve(name + ".properties"));
  }

  MeasurementCache(Path file) {
    this.file = file;
  }

  /** Where the file is. */
  public Path file() {
    return file;
  }

  private static Path folder() {
    String own = System.getProperty("backprop.cache");
    if (own != null) {
      return Path.of(own);
    }
    String home = System.getProperty("user.home", ".");
    String os = System.getProperty("os.name", "");
    String cache = System.getenv(os.startsWith("Windows") ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    Path base =
        cache != null && !cache.isEmpty()
            ? Path.of(cache)
            : Path.of(home, os.startsWith("Mac") ? "Library/Caches" : ".cache");
    return base.resolve("backprop");
  }

  /** What was kept under a key. */
  public synchronized Optional<String> get(String key) {
    return Optional.ofNullable(read().getProperty(key));
  }

  /** Keeps a value, beside what others have kept in the meantime. */
  public synchronized void put(String key, String value) {
    Properties all = read();
    all.setProperty(key, value);
    try {
      Files.createDirectories(file.getParent());
      Path next = Files.createTempFile(file.getParent(), "measured", ".tmp");
      try (Writer w = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
        all.store(w, "Measured by Backprop for Weka; safe to delete");
      }
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      log("written", e);
    }
  }

  private Properties read() {
    Properties all = new Properties();
    if (Files.isReadable(file)) {
      try (Reader r = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        all.load(r);
      } catch (IOException | RuntimeException e) {
        log("read", e);
        return new Properties();
      }
    }
    return all;
  }

  private void log(String what, Exception e) {
    Logger.getLogger(MeasurementCache.class.getName())
        .log(Level.FINE, "the file " + file + " of measurements cannot be " + what, e);
  }
}
