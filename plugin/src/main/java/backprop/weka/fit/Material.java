// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.backend.Kernels;
import backprop.engine.train.Examples;

/**
 * What a training computes on.
 *
 * @param backend name of the backend, for predictions later
 * @param kernels of the backend
 * @param rows training rows, on these kernels
 * @param judged validation rows; null for none
 * @param aside whether rows stay in main memory because the backend has no room for them
 */
record Material(
    String backend,
    Kernels kernels,
    EncodedRows.Encoded rows,
    EncodedRows.Encoded judged,
    boolean aside)
    implements AutoCloseable {
  /** Whether any rows take memory of the backend's device for as long as the training lasts. */
  boolean rowsOnDevice() {
    return rows.rows() instanceof Examples || judged != null && judged.rows() instanceof Examples;
  }

  /** Where the training takes place, for the user. */
  String place() {
    return "backend '"
        + backend
        + "'"
        + (aside ? ", its rows in main memory, from which each minibatch is copied," : "");
  }

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
