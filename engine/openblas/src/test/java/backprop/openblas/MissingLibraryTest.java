// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.openblas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the library cannot be used Java goes on without it, and says what to do. */
final class MissingLibraryTest {
  /** Prints what is chosen, in a process of its own. */
  public static final class Choose {
    public static void main(String[] names) {
      for (String name : names) {
        try {
          Backends.Choice choice = Backends.choose(name);
          System.out.println(name + " -> " + choice.backend().name() + " " + choice.refusals());
        } catch (IllegalArgumentException e) {
          System.out.println(name + " refused: " + e.getMessage());
        }
      }
    }
  }

  @Test
  void nothingIsSaidWhereNothingIsInstalled() throws Exception {
    String said = choose(jar -> !jar.contains("openblas") && !jar.contains("bytedeco"));
    assertTrue(said.contains("auto -> java []"), said);
    assertTrue(said.contains("blas refused: ") && said.contains("backprop-openblas"), said);
  }

  @Test
  void theMissingNativeJarIsNamed() throws Exception {
    String said = choose(jar -> !jar.matches(".*(openblas|javacpp)-[0-9.-]*-[a-z]+-.*jar"));
    assertTrue(said.contains("auto -> java [backend 'blas' was passed over: "), said);
    assertTrue(said.contains("install the Weka package backprop-openblas-"), said);
  }

  @Test
  void theMissingJavaJarIsNamed() throws Exception {
    String said = choose(jar -> !jar.contains("javacpp"));
    assertTrue(said.contains("auto -> java [backend 'blas' was passed over: "), said);
    assertTrue(said.contains("add the jar that is missing"), said);
  }

  /** A file stands where the folder to unpack to should be, and in the home folder as well. */
  @Test
  void aFolderThatCannotBeWrittenToIsASentence(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    String said =
        choose(
            jar -> true,
            "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("cache"),
            "-Duser.home=" + file,
            "-Djava.io.tmpdir=" + file);
    assertTrue(said.contains("auto -> java [backend 'blas' was passed over: "), said);
    assertTrue(said.contains("org.bytedeco.javacpp.cachedir"), said);
  }

  /** The unpacked file is no library. */
  @Test
  void aBrokenLibraryIsASentence(@TempDir Path folder) throws Exception {
    String cache = "-Dorg.bytedeco.javacpp.cachedir=" + folder;
    assertTrue(choose(jar -> true, cache).contains("auto -> blas []"));
    List<Path> libraries;
    try (Stream<Path> files = Files.walk(folder)) {
      libraries = files.filter(f -> f.toString().contains("jniopenblas_nolapack")).toList();
    }
    assertFalse(libraries.isEmpty());
    for (Path library : libraries) {
      long size = Files.size(library);
      var time = Files.getLastModifiedTime(library);
      Files.write(library, new byte[(int) size]);
      Files.setLastModifiedTime(library, time);
    }
    String said = choose(jar -> true, cache);
    assertTrue(said.contains("auto -> java [backend 'blas' was passed over: "), said);
    assertTrue(said.contains("cannot be loaded"), said);
  }

  private static String choose(Predicate<String> jars, String... options)
      throws IOException, InterruptedException {
    String path =
        String.join(
            File.pathSeparator,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> jars.test(jar) || jar.endsWith("test-classes"))
                .toList());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", path, Choose.class.getName(), "auto", "blas"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
