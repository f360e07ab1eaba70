// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Matrix;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Matrices in main memory, for functions that cannot be translated for the device: copied here,
 * computed here, copied back. What does so is said once for each class.
 */
final class Host {
  private final Set<Class<?>> said = ConcurrentHashMap.newKeySet();

  /** Says that a function runs on the processor. */
  void say(Object function, String why) {
    if (said.add(function.getClass())) {
      Logger.getLogger(Host.class.getName())
          .log(
              Level.WARNING,
              "{0} runs on the processor, with copies from and to the OpenCL device: {1}",
              new Object[] {function.getClass().getName(), why});
    }
  }

  /** All elements, row by row. */
  static float[] get(Matrix m) {
    float[] all = new float[m.size()];
    if (m.contiguous()) {
      m.buffer().read(m.offset(), all, 0, all.length);
      return all;
    }
    float[] span = new float[m.rows() == 0 ? 0 : (m.rows() - 1) * m.stride() + m.columns()];
    m.buffer().read(m.offset(), span, 0, span.length);
    for (int r = 0; r < m.rows(); r++) {
      System.arraycopy(span, r * m.stride(), all, r * m.columns(), m.columns());
    }
    return all;
  }

  /** One row in double precision. */
  static double[] row(float[] all, int r, int columns) {
    double[] row = new double[columns];
    for (int c = 0; c < columns; c++) {
      row[c] = all[r * columns + c];
    }
    return row;
  }

  /** Overwrites all elements. */
  static void put(Matrix m, float[] all) {
    if (m.contiguous()) {
      m.buffer().write(m.offset(), all, 0, all.length);
      return;
    }
    for (int r = 0; r < m.rows(); r++) {
      m.buffer().write(m.offset() + r * m.stride(), all, r * m.columns(), m.columns());
    }
  }

  /** Overwrites all elements, or adds to them. */
  static void put(Matrix m, float[] all, double beta) {
    if (beta != 0) {
      float[] old = get(m);
      for (int i = 0; i < all.length; i++) {
        all[i] += old[i];
      }
    }
    put(m, all);
  }
}
