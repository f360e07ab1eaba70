// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** How devices are found and chosen, and what is said where there are none. */
@Tag("device")
final class OpenClBackendTest {
  private static DeviceInfo device(int number, String name, String type, int units) {
    return new DeviceInfo(
        null,
        null,
        number,
        "Platform",
        name,
        "Vendor",
        "1.0",
        "OpenCL 3.0 CUDA",
        type,
        8L << 30,
        2L << 30,
        48 << 10,
        1024,
        units,
        1000,
        true,
        true,
        true,
        0);
  }

  private static DeviceInfo old(int number) {
    DeviceInfo d = device(number, "Old", "GPU", 100);
    return new DeviceInfo(
        null,
        null,
        number,
        d.platform(),
        d.name(),
        d.vendor(),
        d.driver(),
        "OpenCL 1.1 Mesa",
        d.type(),
        d.memory(),
        d.largestBuffer(),
        d.localMemory(),
        d.workGroup(),
        d.units(),
        d.megahertz(),
        true,
        true,
        false,
        0);
  }

  private static Devices devices(DeviceInfo... all) {
    return new Devices(new OpenClProbe.Finding(List.of(all), null));
  }

  @Test
  void isFoundByName() {
    assertTrue(Backends.all().stream().map(Backend::name).toList().contains("opencl"));
  }

  @Test
  void aDeviceIsChosenByNumberByWordOrAsTheBest() {
    DeviceInfo processor = device(0, "Xeon", "CPU", 64);
    DeviceInfo small = device(1, "GeForce 710", "GPU", 1);
    DeviceInfo large = device(2, "GeForce 4090", "GPU", 128);
    DeviceInfo old = old(3);
    Devices d = devices(processor, small, large, old);
    assertSame(large, d.choose(""));
    assertSame(small, d.choose("1"));
    assertSame(large, d.choose("geforce"));
    assertSame(small, d.choose("710"), "only one or two digits are a number");
    assertSame(processor, d.choose("xeon"));
    assertNull(d.choose("9"));
    assertNull(d.choose("radeon"));
    assertTrue(d.refusal(old).contains("OpenCL 1.2 is needed"), d.refusal(old));
  }

  @Test
  void whatIsMissingIsSaidWithTheRemedy() {
    String none =
        new OpenClBackend(
                new Devices(OpenClProbe.Finding.nothing("no platform; install a driver")), "")
            .unusable()
            .orElseThrow();
    assertEquals("no platform; install a driver; or use backend 'java'", none);
    Devices d = devices(device(0, "Xeon", "CPU", 64), old(1));
    String other = new OpenClBackend(d, "radeon").unusable().orElseThrow();
    assertEquals("no OpenCL device here is 'radeon'; there are 0 ('Xeon'), 1 ('Old')", other);
    String old = new OpenClBackend(d, "1").unusable().orElseThrow();
    assertTrue(old.startsWith("the OpenCL device 'Old' cannot be used: it has OpenCL 1.1"), old);
    assertThrows(IllegalStateException.class, () -> new OpenClBackend(d, "1").open(1));
  }

  /** The processor itself is never tried, so that {@code auto} cannot take it by a measurement. */
  @Test
  void autoTriesGraphicsCardsAloneAndForMuchWorkAlone() {
    OpenClBackend card = new OpenClBackend(devices(device(0, "Card", "GPU", 64)), "");
    OpenClBackend processor = new OpenClBackend(devices(device(0, "Xeon", "CPU", 64)), "");
    assertTrue(card.preference() < 0 && processor.preference() < 0, "only after a measurement");
    assertEquals("", card.worthTrying(1e12).orElse(""));
    assertTrue(card.worthTrying(1e13).orElse("").contains("Card"));
    assertEquals("", processor.worthTrying(1e18).orElse(""));
  }

  /** A loader without drivers: what is missing is said, and tests are skipped with the reason. */
  @Test
  void withoutADriverTestsSayWhyTheyAreSkipped() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/etc/OpenCL/vendors")), "no loader of drivers");
    String said = alone("skip", "OCL_ICD_VENDORS", "/nowhere/at/all");
    assertTrue(said.contains("skipped: an OpenCL loader is installed, but no platform"), said);
    assertTrue(said.contains("install the graphics driver's OpenCL runtime, or PoCL"), said);
  }

  @Test
  void onLinuxTheLibraryIsLookedForBeforeItIsLoaded(@TempDir Path folder) throws Exception {
    Path cache = folder.resolve("ld.so.cache");
    List<Path> folders = List.of(folder.resolve("no such folder"), folder);
    assertFalse(OpenClProbe.linuxHasLoader(folders, cache), "no cache");
    Files.writeString(cache, "libGL.so.1\0/usr/lib/libGL.so.1");
    assertFalse(OpenClProbe.linuxHasLoader(folders, cache));
    Files.writeString(cache, "libOpenCL.so.1\0/usr/lib/libOpenCL.so.1");
    assertTrue(OpenClProbe.linuxHasLoader(folders, cache));
    Files.delete(cache);
    Files.writeString(folder.resolve("libOpenCL.so.1"), "");
    assertTrue(OpenClProbe.linuxHasLoader(folders, cache));
  }

  /** With auto, for so much work that a device would be tried if there were one. */
  @Test
  void autoSaysWhyNothingIsTriedForMuchWorkAlone() {
    OpenClBackend none =
        new OpenClBackend(new Devices(OpenClProbe.Finding.nothing("no platform; install")), "");
    assertEquals("", none.notTried(1e12).orElse(""));
    assertEquals("no platform; install", none.notTried(1e13).orElse(""));
    OpenClBackend old = new OpenClBackend(devices(old(0)), "");
    assertTrue(old.notTried(1e13).orElse("").contains("OpenCL 1.2 is needed"));
    OpenClBackend card = new OpenClBackend(devices(device(0, "Card", "GPU", 64)), "");
    assertEquals("", card.notTried(1e18).orElse(""));
    assertEquals(List.of(), none.details());
  }

  @Test
  void theProbeFindsDevicesOrSaysWhyNot() {
    OpenClProbe.Finding finding = OpenClProbe.look();
    assertTrue(finding.devices().isEmpty() == (finding.reason() != null), finding::toString);
    if (finding.reason() != null) {
      assertEquals(1, finding.reason().lines().count(), finding.reason());
      assertTrue(finding.reason().length() < 400, finding.reason());
    }
  }

  /** In a process of its own, because native code prints past Java's streams. */
  @Test
  void printsNothing() throws Exception {
    assertEquals(Alone.DONE, alone("probe"));
  }

  @Test
  void aVirtualMachineMayEndWhileKernelsRun() throws Exception {
    Here.assumeDevice();
    assertEquals(Alone.DONE, alone("leave"));
  }

  /** What a process of its own prints; it must end without an error. */
  private static String alone(String what, String... environment) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED"); // Java itself warns otherwise.
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Alone.class.getName(), what));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (environment.length == 2) {
      builder.environment().put(environment[0], environment[1]);
    }
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    return printed.strip();
  }

  /** Does something with devices and prints one word. */
  static final class Alone {
    static final String DONE = "done";

    private Alone() {}

    public static void main(String[] arguments) {
      if (arguments[0].equals("skip")) {
        try {
          Here.assumeDevice();
          System.out.println("not skipped");
        } catch (TestAbortedException e) {
          System.out.println(e.getMessage());
        }
        return;
      }
      if (arguments[0].equals("leave")) {
        Kernels k = new OpenClBackend().open(1);
        Matrix m = Matrix.of(k.allocate(512 * 512), 512, 512);
        for (int i = 0; i < 50; i++) {
          k.gemm(false, false, 1, m, m, 0, Matrix.of(k.allocate(512 * 512), 512, 512));
        }
        System.out.println(DONE);
        System.exit(0);
      }
      if (OpenClProbe.look() != null) {
        System.out.println(DONE);
      }
    }
  }
}
