// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Backend;
import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Precision;
import java.util.List;
import java.util.Optional;

/**
 * Kernels on an OpenCL device: {@code opencl} is the best device, {@code opencl:1} the one with
 * that number, {@code opencl:nvidia} the best whose name, vendor or platform contains the word.
 */
public final class OpenClBackend implements Backend {
  private static final String NAME = "opencl";

  /**
   * Multiplications and additions from which on a device is looked for and tried: half a minute of
   * a processor's time, against some seconds for compiling and measuring.
   */
  private static final double LEAST_TRIED = 5e12;

  private final Devices devices;
  private final String wanted;
  private final Precision precision;

  /** The best device. */
  public OpenClBackend() {
    this(null, "");
  }

  /** A device with products of floats. */
  OpenClBackend(Devices devices, String wanted) {
    this(devices, wanted, Precision.FLOAT);
  }

  /**
   * A device.
   *
   * @param devices to choose from; null for those of this machine
   * @param wanted words after the colon, or empty
   * @param precision of the factors of products
   */
  private OpenClBackend(Devices devices, String wanted, Precision precision) {
    this.devices = devices;
    this.wanted = wanted;
    this.precision = precision;
  }

  /** Devices are looked for only when somebody asks: that loads a native library. */
  private Devices devices() {
    return devices == null ? Devices.here() : devices;
  }

  @Override
  public String name() {
    return wanted.isEmpty() ? NAME : NAME + ":" + wanted;
  }

  @Override
  public Optional<String> unusable() {
    if (devices().reason() != null) {
      return Optional.of(devices().reason() + "; or use backend 'java'");
    }
    DeviceInfo d = devices().choose(wanted);
    if (d == null) {
      return Optional.of(
          "no OpenCL device here is '"
              + wanted
              + "'; there are "
              + String.join(", ", devices().all().stream().map(OpenClBackend::label).toList()));
    }
    String refusal = devices().refusal(d);
    if (refusal == null) {
      refusal = d.refusal(precision);
    }
    return refusal == null
        ? Optional.empty()
        : Optional.of(
            refusal.startsWith("the OpenCL device")
                ? refusal
                : "the OpenCL device '" + d.name() + "' cannot be used: " + refusal);
  }

  private static String label(DeviceInfo d) {
    return d.number() + " ('" + d.name() + "')";
  }

  @Override
  public int preference() {
    return -1; // Taken by auto only after a measurement.
  }

  @Override
  public Optional<Backend> on(String device) {
    return Optional.of(new OpenClBackend(devices, device, precision));
  }

  @Override
  public Optional<Backend> with(Precision other) {
    return Optional.of(other == precision ? this : new OpenClBackend(devices, wanted, other));
  }

  /** GPUs only: an OpenCL device of type CPU is the processor that the other backends use. */
  @Override
  public Optional<String> worthTrying(double work) {
    if (work < LEAST_TRIED || unusable().isPresent()) {
      return Optional.empty();
    }
    DeviceInfo d = devices().choose(wanted);
    return d.isProcessor() ? Optional.empty() : Optional.of(d.key());
  }

  @Override
  public Optional<String> notTried(double work) {
    if (work < LEAST_TRIED) {
      return Optional.empty();
    }
    return devices().reason() != null ? Optional.of(devices().reason()) : unusable();
  }

  @Override
  public List<String> details() {
    return Report.lines(devices());
  }

  @Override
  public Kernels open(int threads) {
    unusable()
        .ifPresent(
            why -> {
              throw new IllegalStateException(why);
            });
    try {
      return new OpenClKernels(devices().open(devices().choose(wanted)), threads, precision);
    } catch (BackendFailedException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
