// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Kernels;

/**
 * What a training computes on.
 *
 * @param backend name of the backend, for predictions later
 * @param kernels of the backend
 * @param rows training rows, on these kernels
 * @param judged validation rows; null for none
 */
record Material(
    String backend, Kernels kernels, EncodedRows.Encoded rows, EncodedRows.Encoded judged)
    implements AutoCloseable {
  @Override
  public void close() {
    try {
      kernels.close();
    } finally {
      rows.close();
      if (judged != null) {
        judged.close();
      }
    }
  }
}
