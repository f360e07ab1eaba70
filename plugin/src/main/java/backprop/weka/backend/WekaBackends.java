// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.backend;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Backends;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import weka.core.WekaPackageClassLoaderManager;

/** The engine's backends, and what installed Weka packages add to them. */
public final class WekaBackends {
  /** The packages with a native library, of which a user installs the one for the platform. */
  private static final List<String> PACKAGES =
      List.of(
          "backprop-openblas-linux-x86_64",
          "backprop-openblas-linux-arm64",
          "backprop-openblas-macosx-x86_64",
          "backprop-openblas-macosx-arm64",
          "backprop-openblas-windows-x86_64");

  private WekaBackends() {}

  /**
   * Looked up once: a native library stays with the class loader that loaded it, and looking takes
   * longer than all else that is checked before a training.
   */
  private static final class Installed {
    static final List<Backend> BACKENDS =
        List.copyOf(Backends.all(loaders().toArray(new ClassLoader[0])));
  }

  /**
   * Chooses a backend for much work.
   *
   * @param name a backend's name, or {@code auto}
   * @throws IllegalArgumentException when there is no such backend or it is unusable, with the
   *     reason and the remedy
   */
  public static Backends.Choice choose(String name) {
    return choose(name, Double.POSITIVE_INFINITY);
  }

  /**
   * Chooses a backend.
   *
   * @param name a backend's name, or {@code auto}
   * @param work multiplications and additions that it will do, roughly: for little, {@code auto}
   *     does not load a native library
   * @throws IllegalArgumentException when there is no such backend or it is unusable, with the
   *     reason and the remedy
   */
  public static Backends.Choice choose(String name, double work) {
    return Backends.choose(name, work, Installed.BACKENDS);
  }

  /** All backends, the one that {@code auto} would like best first, usable or not. */
  public static List<Backend> all() {
    return Installed.BACKENDS;
  }

  private static List<ClassLoader> loaders() {
    try {
      WekaPackageClassLoaderManager packages =
          WekaPackageClassLoaderManager.getWekaPackageClassLoaderManager();
      return PACKAGES.stream()
          .map(packages::getPackageClassLoader)
          .filter(Objects::nonNull)
          .map(WekaBackends::withEngine)
          .toList();
    } catch (RuntimeException | LinkageError e) {
      // Where Weka runs without its package manager; the engine's own backends are all there is.
      Logger.getLogger(WekaBackends.class.getName())
          .log(Level.FINE, "Weka's packages cannot be asked for backends", e);
      return List.of();
    }
  }

  /**
   * The package's jars, seeing the engine. Its own loader does not: Weka lets a package see into
   * another one's libraries only if it depends on it, and takes such dependencies for packages of
   * its public repository.
   */
  private static ClassLoader withEngine(URLClassLoader jars) {
    return new URLClassLoader(jars.getName(), jars.getURLs(), Backend.class.getClassLoader());
  }
}
