// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.BackendFailedException;
import org.jocl.CL;

/** Status codes of OpenCL. */
final class Status {
  private Status() {}

  /** The name of a code, as OpenCL's headers have it. */
  static String name(int status) {
    return CL.stringFor_errorCode(status);
  }

  /** Refuses a code that is not success. */
  static void check(int status, DeviceInfo device, String doing) {
    if (status != CL.CL_SUCCESS) {
      throw failed(status, device, doing);
    }
  }

  static BackendFailedException failed(int status, DeviceInfo device, String doing) {
    return new BackendFailedException(
        "the OpenCL device '" + device.name() + "' failed while " + doing + ": " + name(status));
  }
}
