// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.MeasurementCache;
import backprop.engine.backend.Precision;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_program;

/**
 * An open device: its context, its one queue, compiled programs and the memory that is taken. All
 * kernels of a device share it, so that buffers can go from one to another: the queue works in
 * order, whoever puts something in.
 */
final class Device {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Work-items of a work-group for elementwise kernels. */
  static final int LOCAL = 64;

  private final DeviceInfo info;
  private final cl_context context;
  private final Commands commands;
  private final Map<String, cl_program> programs = new HashMap<>();
  private final AtomicLong live = new AtomicLong();
  private final Staging staging;
  private final GemmTuning tuning;
  private final Map<Precision, Optional<String>> verdicts = new EnumMap<>(Precision.class);
  private String refusal;

  private Device(DeviceInfo info, cl_context context, Commands commands) {
    this.info = info;
    this.context = context;
    this.commands = commands;
    this.staging = new Staging(this);
    this.tuning = new GemmTuning(this, new MeasurementCache("opencl-products"));
  }

  /**
   * Opens a device.
   *
   * @throws BackendFailedException in one sentence when the driver refuses
   */
  static Device open(DeviceInfo info) {
    cl_context_properties properties = new cl_context_properties();
    properties.addProperty(CL.CL_CONTEXT_PLATFORM, info.platformId());
    int[] status = new int[1];
    cl_context context =
        CL.clCreateContext(properties, 1, new cl_device_id[] {info.id()}, null, null, status);
    Status.check(status[0], info, "making a context");
    @SuppressWarnings("deprecation") // The newer form needs OpenCL 2.0.
    cl_command_queue queue = CL.clCreateCommandQueue(context, info.id(), 0, status);
    Status.check(status[0], info, "making a queue");
    return new Device(info, context, new DriverCommands(queue));
  }

  /** The same device with other commands, for tests. */
  Device with(Commands other) {
    return new Device(info, context, other);
  }

  DeviceInfo info() {
    return info;
  }

  Commands commands() {
    return commands;
  }

  Staging staging() {
    return staging;
  }

  GemmTuning tuning() {
    return tuning;
  }

  /** Lanes of the work-groups that add up rows. */
  int lanes() {
    return info.isProcessor() ? 16 : 64;
  }

  /** Bytes of all buffers that are not freed yet. */
  long live() {
    return live.get();
  }

  /** Why the device was refused after it had been opened, or null. */
  synchronized String refusal() {
    return refusal;
  }

  /**
   * What is wrong with products of a precision here, or null; found out once. A program for them
   * that does not compile refuses them, not the device.
   */
  synchronized String tensorVerdict(Precision precision, Supplier<String> check) {
    return verdicts
        .computeIfAbsent(
            precision,
            p -> {
              String before = refusal;
              Optional<String> wrong = Optional.ofNullable(check.get());
              refusal = before;
              wrong.ifPresent(
                  w ->
                      Logger.getLogger(Device.class.getName())
                          .warning(
                              "the OpenCL device '"
                                  + info.name()
                                  + "': products are computed in float, because those of "
                                  + p.text()
                                  + " "
                                  + w));
              return wrong;
            })
        .orElse(null);
  }

  // ---- memory

  /** What frees a buffer: it must not know the buffer's Java object. */
  private record Freeing(cl_mem mem, long bytes, AtomicLong live) implements Runnable {
    @Override
    public void run() {
      CL.clReleaseMemObject(mem);
      live.addAndGet(-bytes);
    }
  }

  /**
   * Memory, freed when its owner is not reachable any more or says so.
   *
   * @throws BackendFailedException with the figures when there is not enough
   */
  cl_mem memory(Object owner, long bytes, Cleaner.Cleanable[] freeing) {
    if (bytes > info.largestBuffer()) {
      throw tooLittle(bytes, "of which one buffer may take " + megabytes(info.largestBuffer()));
    }
    for (int attempt = 0; ; attempt++) {
      if (live.get() + bytes <= info.memory()) {
        int[] status = new int[1];
        cl_mem mem = CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, bytes, null, status);
        if (status[0] == CL.CL_SUCCESS) {
          live.addAndGet(bytes);
          freeing[0] = CLEANER.register(owner, new Freeing(mem, bytes, live));
          return mem;
        }
        if (status[0] != CL.CL_MEM_OBJECT_ALLOCATION_FAILURE
            && status[0] != CL.CL_OUT_OF_RESOURCES
            && status[0] != CL.CL_OUT_OF_HOST_MEMORY) {
          throw Status.failed(status[0], info, "making room for " + megabytes(bytes));
        }
      }
      if (attempt == 5) {
        throw tooLittle(bytes, "of which " + megabytes(live.get()) + " are taken by this process");
      }
      collect();
    }
  }

  /** Buffers are freed when Java finds that nobody can reach them. */
  private void collect() {
    System.gc();
    commands.finish();
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private BackendFailedException tooLittle(long bytes, String of) {
    return BackendFailedException.tooLittleMemory(
        "the OpenCL device '"
            + info.name()
            + "' has "
            + megabytes(info.memory())
            + ", "
            + of
            + ", but "
            + megabytes(bytes)
            + " are needed in one piece; use smaller batches or layers, or backend 'java'");
  }

  static String megabytes(long bytes) {
    return bytes >= 10 << 20 ? (bytes >> 20) + " MB" : ((bytes + 1023) >> 10) + " KB";
  }

  // ---- programs

  /**
   * The compiled program, compiled once.
   *
   * @throws BackendFailedException when it does not compile; the log is kept in a file, and the
   *     device is refused from then on
   */
  synchronized cl_program program(String name, String source, String options) {
    String all =
        options
            + " -DLANES="
            + lanes()
            + (info.doubles() ? " -DUSE_DOUBLE" : "")
            + " -cl-std=CL1.2";
    cl_program made = programs.get(all + "\n" + source);
    if (made == null) {
      made = compile(name, source, all);
      programs.put(all + "\n" + source, made);
    }
    return made;
  }

  private cl_program compile(String name, String source, String options) {
    int[] status = new int[1];
    String text = Sources.read("common.cl") + source;
    cl_program p = CL.clCreateProgramWithSource(context, 1, new String[] {text}, null, status);
    Status.check(status[0], info, "taking the program " + name);
    int built = CL.CL_BUILD_PROGRAM_FAILURE;
    for (int i = 0; i < tries() && built == CL.CL_BUILD_PROGRAM_FAILURE; i++) {
      built = CL.clBuildProgram(p, 1, new cl_device_id[] {info.id()}, options, null, null);
    }
    if (built != CL.CL_SUCCESS) {
      refusal =
          "the OpenCL device '"
              + info.name()
              + "' cannot compile the program "
              + name
              + " ("
              + Status.name(built)
              + "; "
              + keep(name, options, text, log(p))
              + "); use backend 'java', and a newer driver if there is one";
      CL.clReleaseProgram(p);
      throw new BackendFailedException(refusal);
    }
    return p;
  }

  /**
   * How often a program is compiled before it counts as one that does not compile. Drivers for
   * processors compile with LLVM, which takes the signals of the process to itself meanwhile: one
   * that the virtual machine sends itself in its ordinary work then makes LLVM delete the files
   * that it is writing ({@link Chaining} is the remedy).
   */
  private int tries() {
    return info.isProcessor() ? 3 : 1;
  }

  private String log(cl_program p) {
    long[] size = new long[1];
    CL.clGetProgramBuildInfo(p, info.id(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
    byte[] text = new byte[(int) size[0]];
    CL.clGetProgramBuildInfo(
        p, info.id(), CL.CL_PROGRAM_BUILD_LOG, text.length, Pointer.to(text), null);
    return new String(text, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  /** Keeps what the compiler said beside the program; returns where. */
  private String keep(String name, String options, String source, String log) {
    try {
      Path file = Files.createTempFile("backprop-opencl-" + name.replaceAll("\\W", "-"), ".log");
      String all = info.describe() + "\noptions " + options + "\n\n" + log + "\n\n" + source;
      Files.writeString(file, all);
      return "its log is in " + file;
    } catch (IOException e) {
      return "its log begins with: " + log.lines().findFirst().orElse("nothing");
    }
  }

  /** A kernel of a program, with arguments of its own. */
  cl_kernel kernel(cl_program program, String name) {
    int[] status = new int[1];
    cl_kernel k = CL.clCreateKernel(program, name, status);
    Status.check(status[0], info, "taking the kernel " + name);
    return k;
  }
}
