// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.jocl.CL.CL_DEVICE_NOT_FOUND;
import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.CL_SUCCESS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Looks for an OpenCL runtime, its platforms and their devices. */
final class OpenClProbe {
  /** What the loader for installable drivers returns when it finds none. */
  private static final int CL_PLATFORM_NOT_FOUND_KHR = -1001;

  /**
   * What was found: devices, or a reason why there are none.
   *
   * @param reason with the remedy; null where there are devices
   */
  record Finding(List<DeviceInfo> devices, String reason) {
    static Finding nothing(String reason) {
      return new Finding(List.of(), reason);
    }
  }

  private OpenClProbe() {}

  /** Looks; never throws for what may be missing. */
  static Finding look() {
    if (System.getProperty("os.name", "").startsWith("Linux")
        && !linuxHasLoader(folders(), Path.of("/etc/ld.so.cache"))) {
      return Finding.nothing(
          "no OpenCL runtime library (libOpenCL.so.1) is installed on this machine; install the"
              + " graphics driver's OpenCL runtime, or PoCL for the processor");
    }
    try {
      return devices();
    } catch (UnsatisfiedLinkError | UnsupportedOperationException e) {
      return Finding.nothing(
          "no OpenCL runtime library can be loaded on this machine ("
              + firstLine(e)
              + "); install the graphics driver's OpenCL runtime, or PoCL for the processor");
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      return Finding.nothing("the OpenCL binding JOCL cannot start (" + firstLine(e) + ")");
    } catch (CLException e) {
      return Finding.nothing("the OpenCL runtime refuses to answer (" + firstLine(e) + ")");
    }
  }

  /**
   * Whether the dynamic linker would find libOpenCL. JOCL would find out too, but its native part
   * then prints to the process's error stream, past Java.
   */
  static boolean linuxHasLoader(List<Path> folders, Path linkerCache) {
    for (Path folder : folders) {
      if (Files.exists(folder.resolve("libOpenCL.so.1"))
          || Files.exists(folder.resolve("libOpenCL.so"))) {
        return true;
      }
    }
    try {
      byte[] cache = Files.readAllBytes(linkerCache);
      return new String(cache, StandardCharsets.ISO_8859_1).contains("libOpenCL.so");
    } catch (IOException e) {
      return false; // No cache, as with musl: the folders are all that the linker searches.
    }
  }

  /** Where the dynamic linker looks without its cache. */
  private static List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    for (String f : System.getenv().getOrDefault("LD_LIBRARY_PATH", "").split(":")) {
      if (!f.isEmpty()) {
        folders.add(Path.of(f));
      }
    }
    String machine = System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x86_64";
    for (String root : List.of("/lib", "/usr/lib")) {
      folders.add(Path.of(root + "64"));
      folders.add(Path.of(root));
      folders.add(Path.of(root, machine + "-linux-gnu")); // Debian's
    }
    return folders;
  }

  private static Finding devices() {
    int[] count = new int[1];
    int status = CL.clGetPlatformIDs(0, null, count);
    if (status == CL_PLATFORM_NOT_FOUND_KHR || status == CL_SUCCESS && count[0] == 0) {
      return Finding.nothing(
          "an OpenCL loader is installed, but no platform (driver) is registered with it; install"
              + " the graphics driver's OpenCL runtime, or PoCL for the processor");
    }
    if (status != CL_SUCCESS) {
      return Finding.nothing("asking for OpenCL platforms failed (" + Status.name(status) + ")");
    }
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    CL.clGetPlatformIDs(platforms.length, platforms, null);
    int last = CL_DEVICE_NOT_FOUND;
    List<DeviceInfo> found = new ArrayList<>();
    for (cl_platform_id platform : platforms) {
      status = CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, count);
      if (status == CL_SUCCESS && count[0] > 0) {
        cl_device_id[] devices = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, devices.length, devices, null);
        for (cl_device_id d : devices) {
          found.add(DeviceInfo.of(platform, d, found.size()));
        }
      } else {
        last = status;
      }
    }
    return found.isEmpty()
        ? Finding.nothing(
            "OpenCL is installed with "
                + platforms.length
                + (platforms.length == 1 ? " platform" : " platforms")
                + ", but no device answers ("
                + Status.name(last)
                + "); check that the driver's service runs and that you may use the device")
        : new Finding(List.copyOf(found), null);
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage().strip();
    String line = message.lines().findFirst().orElse("");
    return line.isEmpty() ? e.getClass().getSimpleName() : line;
  }
}
