// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.jocl.CL.CL_DEVICE_NAME;
import static org.jocl.CL.CL_DEVICE_NOT_FOUND;
import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.CL_SUCCESS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Looks for an OpenCL runtime, a platform and a device. */
final class OpenClProbe {
  /** What the loader for installable drivers returns when it finds none. */
  private static final int CL_PLATFORM_NOT_FOUND_KHR = -1001;

  /**
   * What was found: either a device or a reason.
   *
   * @param device name of the first device, or null
   * @param reason why there is none, with the remedy, or null
   */
  record Finding(String device, String reason) {
    static Finding nothing(String reason) {
      return new Finding(null, reason);
    }
  }

  private OpenClProbe() {}

  /** Looks; never throws for what may be missing. */
  static Finding look() {
    if (System.getProperty("os.name", "").startsWith("Linux") && !linuxHasLoader()) {
      return Finding.nothing(
          "no OpenCL runtime library (libOpenCL.so.1) is installed on this machine; install the"
              + " graphics driver's OpenCL runtime, or PoCL for the processor");
    }
    try {
      return firstDevice();
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
  private static boolean linuxHasLoader() {
    String path = System.getenv().getOrDefault("LD_LIBRARY_PATH", "");
    for (String folder : (path + ":/lib64:/usr/lib64:/lib:/usr/lib").split(":")) {
      if (!folder.isEmpty()
          && (Files.exists(Path.of(folder, "libOpenCL.so.1"))
              || Files.exists(Path.of(folder, "libOpenCL.so")))) {
        return true;
      }
    }
    try {
      byte[] cache = Files.readAllBytes(Path.of("/etc/ld.so.cache"));
      return new String(cache, StandardCharsets.ISO_8859_1).contains("libOpenCL.so");
    } catch (IOException e) {
      return false; // No cache, as with musl: the folders above are all that the linker searches.
    }
  }

  private static Finding firstDevice() {
    int[] count = new int[1];
    int status = CL.clGetPlatformIDs(0, null, count);
    if (status == CL_PLATFORM_NOT_FOUND_KHR || status == CL_SUCCESS && count[0] == 0) {
      return Finding.nothing(
          "an OpenCL loader is installed, but no platform (driver) is registered with it; install"
              + " the graphics driver's OpenCL runtime, or PoCL for the processor");
    }
    if (status != CL_SUCCESS) {
      return Finding.nothing("asking for OpenCL platforms failed (" + code(status) + ")");
    }
    cl_platform_id[] platforms = new cl_platform_id[count[0]];
    CL.clGetPlatformIDs(platforms.length, platforms, null);
    int last = CL_DEVICE_NOT_FOUND;
    for (cl_platform_id platform : platforms) {
      status = CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, count);
      if (status == CL_SUCCESS && count[0] > 0) {
        cl_device_id[] devices = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, devices.length, devices, null);
        return new Finding(name(devices[0]), null);
      }
      last = status;
    }
    return Finding.nothing(
        "OpenCL is installed with "
            + platforms.length
            + (platforms.length == 1 ? " platform" : " platforms")
            + ", but no device answers ("
            + code(last)
            + ")");
  }

  private static String name(cl_device_id device) {
    long[] size = new long[1];
    CL.clGetDeviceInfo(device, CL_DEVICE_NAME, 0, null, size);
    byte[] text = new byte[(int) size[0]];
    CL.clGetDeviceInfo(device, CL_DEVICE_NAME, text.length, Pointer.to(text), null);
    // The text ends with a zero byte.
    return new String(text, StandardCharsets.UTF_8).replace("\0", "").trim();
  }

  private static String code(int status) {
    return CL.stringFor_errorCode(status);
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage().strip();
    String line = message.lines().findFirst().orElse("");
    return line.isEmpty() ? e.getClass().getSimpleName() : line;
  }
}
