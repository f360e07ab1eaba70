// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@code META-INF/MANIFEST.MF} at the top level is the manifest of the OSGi bundle. The Maven
 * Bundle Plugin writes it in each build; before that, the build keeps a copy of what was there.
 */
final class BundleManifestIT {

  private static final Path TOP = Path.of("..", "META-INF", "MANIFEST.MF");
  private static final Path BEFORE = Path.of("target", "committed-MANIFEST.MF");

  @Test
  void wasTheOneThatTheBuildMakes() throws IOException {
    assertTrue(Files.exists(BEFORE), "no META-INF/MANIFEST.MF was there; commit the new one");
    assertEquals(
        Files.readString(TOP),
        Files.readString(BEFORE),
        "META-INF/MANIFEST.MF was out of date. This build has rewritten it: look at the difference"
            + " (a package more or less? an import?) and commit it.");
  }

  @Test
  void isTheBundles() throws IOException {
    Manifest top;
    try (InputStream stream = Files.newInputStream(TOP)) {
      top = new Manifest(stream);
    }
    String name = "backprop-weka-" + System.getProperty("package.version") + "-osgi.jar";
    try (JarFile bundle = new JarFile(Path.of("target", name).toFile())) {
      assertEquals(headers(bundle.getManifest()), headers(top));
    }
  }

  @Test
  void doesNotDependOnWhoBuildsIt() throws IOException {
    String text = Files.readString(TOP);
    for (String header :
        new String[] {"Build-Jdk", "Built-By", "Created-By", "Bnd-LastModified", "Tool:"}) {
      assertFalse(text.contains(header), header);
    }
  }

  /** Headers as sorted lines without white space, which is all that the layout changes. */
  private static String headers(Manifest manifest) {
    Attributes attributes = manifest.getMainAttributes();
    return new TreeSet<>(attributes.keySet().stream().map(Object::toString).toList())
        .stream()
            .map(key -> key + ":" + attributes.getValue(key).replaceAll("\\s", ""))
            .collect(Collectors.joining("\n"));
  }
}
