// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.experiments.run.WekaHome;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import weka.classifiers.functions.BackpropNetwork;
import weka.core.Instances;
import weka.core.converters.ConverterUtils.DataSource;

/**
 * What users are told, and that their networks are trained, in a process that finds no OpenCL
 * library that can be loaded, no platform, or no device.
 */
@Tag("once")
@EnabledOnOs(OS.LINUX)
final class NoOpenClTest {
  private static final String ELSE = "; or use backend 'java'";

  @TempDir private Path folder;

  /** The linker takes the first file of the name, which is no library. */
  @Test
  void aLibraryThatCannotBeLoaded() throws Exception {
    Path stub = Files.createDirectory(folder.resolve("lib"));
    for (String name : List.of("libOpenCL.so.1", "libOpenCL.so")) {
      Files.writeString(stub.resolve(name), "no library");
    }
    check(
        "no OpenCL runtime library can be loaded on this machine (",
        "install the graphics driver's OpenCL runtime, or PoCL for the processor",
        "LD_LIBRARY_PATH",
        stub.toString());
  }

  @Test
  void noPlatform() throws Exception {
    needsPocl();
    check(
        "an OpenCL loader is installed, but no platform (driver) is registered with it; ",
        "install the graphics driver's OpenCL runtime, or PoCL for the processor",
        "OCL_ICD_VENDORS",
        folder.toString());
  }

  @Test
  void noDevice() throws Exception {
    needsPocl();
    check(
        "OpenCL is installed with 1 platform, but no device answers (CL_DEVICE_NOT_FOUND); ",
        "check that the driver's service runs and that you may use the device",
        "POCL_DEVICES",
        "none");
  }

  /** The variables that make it fail are those of ocl-icd and of PoCL. */
  private static void needsPocl() {
    File[] drivers = new File("/etc/OpenCL/vendors").listFiles();
    Assumptions.assumeTrue(
        drivers != null && drivers.length == 1 && drivers[0].getName().equals("pocl.icd"),
        "skipped: PoCL is not the one OpenCL driver here");
  }

  /** Runs everything in one process with an environment variable, and checks what it printed. */
  private void check(String reason, String remedy, String variable, String value) throws Exception {
    Commands.copy("iris.arff", folder);
    List<String> line = new ArrayList<>(Commands.java());
    line.set(line.size() - 1, Everything.class.getName());
    line.add(folder.resolve("iris.arff").toString());
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().remove("LD_PRELOAD");
    builder.environment().put(variable, value);
    builder.redirectError(folder.resolve("error").toFile()); // Native code complains there.
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> out + "\n" + read(folder.resolve("error")));

    String none = " cannot be used: ";
    one(out, "  opencl   " + none, reason, remedy + ELSE);
    one(out, "named: option -backend: backend 'opencl'" + none, reason, remedy + ELSE);
    one(out, "auto: Remark     backend 'opencl' was not tried: ", reason, remedy);
    assertEquals(3, out.lines().filter(l -> l.contains(reason)).count(), out);
    String used = out.lines().filter(l -> l.startsWith("auto: Backend ")).findFirst().orElse(out);
    assertTrue(used.matches("auto: Backend +(java|vector|blas).*"), used);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** One line begins so, and it is one sentence with the reason and the remedy. */
  private static void one(String out, String begin, String reason, String remedy) {
    List<String> lines = out.lines().filter(l -> l.startsWith(begin)).toList();
    assertEquals(1, lines.size(), begin + "\n" + out);
    assertTrue(lines.get(0).contains(reason), lines.get(0));
    assertTrue(lines.get(0).endsWith(remedy), lines.get(0));
  }

  /** The command {@code devices}, and trainings with backends opencl and auto. */
  static final class Everything {
    private Everything() {}

    public static void main(String[] arguments) throws Exception {
      WekaHome.prepare();
      int code = Main.run("devices");
      Instances data = DataSource.read(arguments[0]);
      data.setClassIndex(data.numAttributes() - 1);
      try {
        train(data, "opencl");
        System.out.println("named: trained");
      } catch (IllegalArgumentException e) {
        System.out.println("named: " + e.getMessage());
      }
      BackpropNetwork network = train(data, "auto");
      network.toString().lines().forEach(l -> System.out.println("auto: " + l));
      System.exit(code);
    }

    /** As much work as a device is looked for, of which a second is done. */
    private static BackpropNetwork train(Instances data, String backend) throws Exception {
      BackpropNetwork network = new BackpropNetwork();
      network.setOptions(
          new String[] {
            "-backend",
            backend,
            "-N",
            "100000000",
            "-layers",
            "dense(64, relu)",
            "-V",
            "0",
            "-time-limit",
            "0.5"
          });
      network.buildClassifier(data);
      return network;
    }
  }
}
