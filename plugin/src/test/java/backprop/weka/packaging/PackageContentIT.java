// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What is in the Weka package, and what must not be. */
final class PackageContentIT {

  private static final long LARGEST = 9_000_000;
  private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib)(\\.\\d+)*");

  private final Path zip = Path.of(System.getProperty("package.zip"));
  private final String version = System.getProperty("package.version");

  @Test
  void isSmall() throws IOException {
    long bytes = Files.size(zip);
    assertTrue(bytes < LARGEST, zip + " has " + bytes + " bytes, at most " + LARGEST);
  }

  @Test
  void holdsOneVisibleJarAndPrivateLibraries() throws IOException {
    Set<String> names = new TreeSet<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      file.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .forEach(names::add);
    }
    // Versions of other people's libraries may change; a library more or less is a decision.
    Set<String> expected =
        new TreeSet<>(
            Set.of(
                "Description.props",
                "GUIEditors.props",
                "PluginManager.props",
                "backprop-weka-" + version + ".jar",
                "doc/LICENSE.txt",
                "doc/README.md",
                "doc/engine/MODEL-FORMAT.md",
                "doc/engine/REFERENCE.md",
                "doc/THIRD-PARTY.txt",
                "lib/backprop-engine-" + version + ".jar",
                "lib/backprop-gpu-" + version + ".jar",
                "lib/asm-tree.jar",
                "lib/asm.jar",
                "lib/commons-math3.jar",
                "lib/jackson-core.jar",
                "lib/jocl.jar",
                "lib/org.jfree.svg.jar",
                "lib/protobuf-java.jar",
                "lib/tribuo-util-onnx.jar",
                "lib/xchart.jar"));
    Set<String> found = new TreeSet<>();
    for (String name : names) {
      if (name.matches("doc/plugin/doc/[\\w-]+\\.(png|md)")) {
        continue;
      }
      found.add(
          name.startsWith("lib/backprop-") ? name : name.replaceAll("(lib/.*?)-\\d.*", "$1.jar"));
    }
    assertEquals(expected, found);
  }

  /** Pictures and pages that the documentation shows are in the zip, where its links say. */
  @Test
  void itsDocumentationIsComplete() throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      String readme =
          new String(file.getInputStream(file.getEntry("doc/README.md")).readAllBytes(), UTF_8);
      Matcher link =
          Pattern.compile("\\]\\(((?:plugin/doc|engine)/[^)#]+\\.(?:png|md))\\)").matcher(readme);
      int links = 0;
      for (; link.find(); links++) {
        boolean maintainers = link.group(1).endsWith("README.md");
        assertTrue(maintainers || file.getEntry("doc/" + link.group(1)) != null, link.group(1));
      }
      assertTrue(links > 5, links + " links");
    }
  }

  @Test
  void holdsNoNativeLibraryButJoclsOwn() throws IOException {
    List<String> others = new ArrayList<>();
    int own = 0;
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry outer : file.stream().toList()) {
        assertFalse(isNative(outer.getName()), outer.getName());
        if (outer.getName().endsWith(".jar")) {
          try (ZipInputStream jar = new ZipInputStream(file.getInputStream(outer))) {
            for (ZipEntry e = jar.getNextEntry(); e != null; e = jar.getNextEntry()) {
              if (isNative(e.getName())) {
                if (outer.getName().startsWith("lib/jocl-") && e.getName().contains("JOCL")) {
                  own++;
                } else {
                  others.add(outer.getName() + "!" + e.getName());
                }
              }
            }
          }
        }
      }
    }
    assertEquals(List.of(), others);
    assertTrue(own >= 5, "JOCL's libraries for Linux, macOS and Windows: " + own);
  }

  @Test
  void describesItself() throws IOException {
    Properties description = new Properties();
    try (ZipFile file = new ZipFile(zip.toFile());
        InputStream stream = file.getInputStream(file.getEntry("Description.props"))) {
      description.load(stream);
    }
    for (String key :
        List.of(
            "PackageName",
            "Version",
            "Date",
            "Title",
            "Category",
            "Author",
            "Maintainer",
            "License",
            "Description",
            "URL",
            "PackageURL",
            "Depends",
            "JVMVersion")) {
      String value = description.getProperty(key, "");
      assertFalse(value.isBlank() || value.contains("${"), key + "=" + value);
    }
    assertEquals("backprop", description.getProperty("PackageName"));
    assertEquals(version, description.getProperty("Version"));
    assertEquals(">16", description.getProperty("JVMVersion"));
  }

  private static boolean isNative(String name) {
    return NATIVE.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }
}
