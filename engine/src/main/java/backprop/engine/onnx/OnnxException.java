// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

/** A network that ONNX cannot express, or an ONNX file that is none of ours: one sentence. */
public final class OnnxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  OnnxException(String message) {
    super(message);
  }

  OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
