// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import backprop.engine.train.TrainingState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;

/**
 * A training to go on with, as it is in a saved model.
 *
 * @param bytes as {@link TrainingState} writes itself
 */
public record SavedTraining(byte[] bytes) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Null of null. */
  public static SavedTraining of(TrainingState state) throws IOException {
    if (state == null) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    state.write(new DataOutputStream(bytes));
    return new SavedTraining(bytes.toByteArray());
  }

  /**
   * The training.
   *
   * @throws InvalidObjectException in one sentence when it is damaged
   */
  public TrainingState state() throws InvalidObjectException {
    try {
      return TrainingState.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      InvalidObjectException invalid = new InvalidObjectException(e.getMessage());
      invalid.initCause(e);
      throw invalid;
    }
  }
}
