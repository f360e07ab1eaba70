// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import static org.jocl.CL.*;

import backprop.engine.backend.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * What a device says about itself.
 *
 * @param number its number among all devices of all platforms, from 0
 * @param type {@code GPU}, {@code CPU}, {@code accelerator} or {@code device}
 * @param memory bytes of its memory
 * @param largestBuffer bytes of the largest buffer
 * @param localMemory bytes that a work-group shares
 * @param workGroup work-items of the largest work-group
 * @param doubles whether it computes in double precision
 * @param capability NVIDIA's compute capability as major * 10 + minor; 0 for other devices
 */
record DeviceInfo(
    cl_platform_id platformId,
    cl_device_id id,
    int number,
    String platform,
    String name,
    String vendor,
    String driver,
    String version,
    String type,
    long memory,
    long largestBuffer,
    long localMemory,
    long workGroup,
    int units,
    int megahertz,
    boolean available,
    boolean compiler,
    boolean doubles,
    int capability) {
  private static final int CAPABILITY_MAJOR_NV = 0x4000;
  private static final int CAPABILITY_MINOR_NV = 0x4001;

  /** The first with instructions for products of tf32 and bf16. */
  private static final int AMPERE = 80;

  /** System property: most megabytes that a process takes of each device's memory. */
  private static final String MEMORY = "backprop.opencl.memory";

  /** Asks a device. */
  static DeviceInfo of(cl_platform_id platform, cl_device_id id, int number) {
    Long megabytes = Long.getLong(MEMORY);
    DeviceInfo all = whole(platform, id, number);
    return megabytes == null ? all : all.withMemory(Math.max(1, megabytes) << 20);
  }

  private static DeviceInfo whole(cl_platform_id platform, cl_device_id id, int number) {
    String extensions = " " + text(id, CL_DEVICE_EXTENSIONS) + " ";
    return new DeviceInfo(
        platform,
        id,
        number,
        platformName(platform),
        text(id, CL_DEVICE_NAME),
        text(id, CL_DEVICE_VENDOR),
        text(id, CL_DRIVER_VERSION),
        text(id, CL_DEVICE_VERSION),
        type(whole(id, CL_DEVICE_TYPE, 8)),
        whole(id, CL_DEVICE_GLOBAL_MEM_SIZE, 8),
        whole(id, CL_DEVICE_MAX_MEM_ALLOC_SIZE, 8),
        whole(id, CL_DEVICE_LOCAL_MEM_SIZE, 8),
        whole(id, CL_DEVICE_MAX_WORK_GROUP_SIZE, 8),
        (int) whole(id, CL_DEVICE_MAX_COMPUTE_UNITS, 4),
        (int) whole(id, CL_DEVICE_MAX_CLOCK_FREQUENCY, 4),
        whole(id, CL_DEVICE_AVAILABLE, 4) != 0,
        whole(id, CL_DEVICE_COMPILER_AVAILABLE, 4) != 0,
        extensions.contains(" cl_khr_fp64 "),
        extensions.contains(" cl_nv_device_attribute_query ")
            ? (int) (10 * whole(id, CAPABILITY_MAJOR_NV, 4) + whole(id, CAPABILITY_MINOR_NV, 4))
            : 0);
  }

  /** The same device with less memory: the rest is left to others. */
  DeviceInfo withMemory(long bytes) {
    return new DeviceInfo(
        platformId,
        id,
        number,
        platform,
        name,
        vendor,
        driver,
        version,
        type,
        Math.min(memory, bytes),
        Math.min(largestBuffer, Math.max(1 << 20, bytes / 2)),
        localMemory,
        workGroup,
        units,
        megahertz,
        available,
        compiler,
        doubles,
        capability);
  }

  private static String type(long bits) {
    if ((bits & CL_DEVICE_TYPE_GPU) != 0) {
      return "GPU";
    }
    if ((bits & CL_DEVICE_TYPE_CPU) != 0) {
      return "CPU";
    }
    return (bits & CL_DEVICE_TYPE_ACCELERATOR) != 0 ? "accelerator" : "device";
  }

  private static String text(cl_device_id device, int what) {
    long[] size = new long[1];
    CL.clGetDeviceInfo(device, what, 0, null, size);
    byte[] text = new byte[(int) size[0]];
    CL.clGetDeviceInfo(device, what, text.length, Pointer.to(text), null);
    return clean(text);
  }

  private static String platformName(cl_platform_id platform) {
    long[] size = new long[1];
    CL.clGetPlatformInfo(platform, CL_PLATFORM_NAME, 0, null, size);
    byte[] text = new byte[(int) size[0]];
    CL.clGetPlatformInfo(platform, CL_PLATFORM_NAME, text.length, Pointer.to(text), null);
    return clean(text);
  }

  /** The text ends with a zero byte. */
  private static String clean(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).replace("\0", "").trim();
  }

  private static long whole(cl_device_id device, int what, int bytes) {
    byte[] value = new byte[8];
    CL.clGetDeviceInfo(device, what, bytes, Pointer.to(value), null);
    ByteBuffer b = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    return bytes == 4 ? Integer.toUnsignedLong(b.getInt()) : b.getLong();
  }

  boolean isProcessor() {
    return type.equals("CPU");
  }

  /** Version of OpenCL as major * 10 + minor, from "OpenCL 1.2 ...". */
  int openClVersion() {
    String[] words = version.split(" ");
    if (words.length < 2 || !words[1].matches("\\d+\\.\\d+.*")) {
      return 0;
    }
    String[] parts = words[1].split("\\.");
    return 10 * Integer.parseInt(parts[0]) + Integer.parseInt(parts[1].replaceAll("\\D.*", ""));
  }

  /** Why this device cannot be used, or null. */
  String refusal() {
    if (!available) {
      return "the driver says that it is not available at present";
    }
    if (!compiler) {
      return "its driver has no compiler for OpenCL C; install the vendor's full driver";
    }
    if (openClVersion() < 12) {
      return "it has " + version + ", and OpenCL 1.2 is needed; install a newer driver";
    }
    return null;
  }

  /** Why products cannot have factors of a precision here, or null. */
  String refusal(Precision precision) {
    if (precision == Precision.FLOAT || capability >= AMPERE) {
      return null;
    }
    return "precision "
        + precision.text()
        + " needs the tensor cores of an NVIDIA device of compute capability 8.0 or higher, and"
        + (capability == 0
            ? " this is a device of '" + vendor + "'"
            : " this one has " + capability / 10 + "." + capability % 10)
        + "; use precision float";
  }

  /** What identifies the device and its driver, for what is kept between runs. */
  String key() {
    return String.join(" | ", platform, vendor, name, driver, version);
  }

  /** One line for people. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "%s, %s, %d units at %d MHz, %d MB, driver %s, %s",
        name,
        type,
        units,
        megahertz,
        memory >> 20,
        driver,
        version);
  }
}
