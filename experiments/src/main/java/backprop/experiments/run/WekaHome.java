// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import weka.core.WekaPackageClassLoaderManager;
import weka.core.WekaPackageManager;

/**
 * Keeps Weka from the network and from the user's home. Weka creates its home folder as soon as it
 * looks at a property file; without the environment variable {@code WEKA_HOME} it gets an empty
 * temporary one.
 */
public final class WekaHome {
  private WekaHome() {}

  /** Must be called before the first class of Weka is loaded. */
  public static void prepare() {
    setDefault("weka.packageManager.offline", "true");
    setDefault("java.awt.headless", "true");
    // The same linear algebra on every machine, and no warning about missing native libraries.
    for (String part : List.of("BLAS", "LAPACK", "ARPACK")) {
      setDefault("com.github.fommil.netlib." + part, "com.github.fommil.netlib.F2j" + part);
    }
    if (System.getenv("WEKA_HOME") == null && System.getProperty("WEKA_HOME") == null) {
      try {
        Path home = Files.createTempDirectory("backprop-weka-home");
        System.setProperty("WEKA_HOME", home.toString());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home.toFile())));
      } catch (IOException e) {
        throw new IllegalStateException(
            "cannot create a temporary folder for Weka; set WEKA_HOME to a folder", e);
      }
    }
  }

  private static void setDefault(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  private static void delete(File file) {
    File[] inside = file.listFiles();
    if (inside != null) {
      List.of(inside).forEach(WekaHome::delete);
    }
    // What cannot be deleted stays in the temporary folder.
    boolean unused = file.delete();
  }

  /**
   * A class of the class path, otherwise of the packages installed in {@code WEKA_HOME}, which are
   * loaded only when they are needed.
   */
  static Class<?> find(String name) throws ClassNotFoundException {
    try {
      return Class.forName(name, false, WekaHome.class.getClassLoader());
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      if (System.getenv("WEKA_HOME") == null) {
        throw new ClassNotFoundException(name, e);
      }
      WekaPackageManager.loadPackages(false);
      try {
        return WekaPackageClassLoaderManager.forName(name);
      } catch (ClassNotFoundException | NoClassDefFoundError missing) {
        throw new ClassNotFoundException(name, missing);
      }
    }
  }
}
