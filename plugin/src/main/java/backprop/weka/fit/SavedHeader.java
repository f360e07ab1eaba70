// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.io.StringReader;
import weka.core.Instances;

/**
 * The attributes of training rows, as they are in a saved model.
 *
 * @param arff them as ARFF, without rows
 * @param classIndex index of the class
 */
public record SavedHeader(String arff, int classIndex) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Null of null. */
  public static SavedHeader of(Instances header) {
    return header == null ? null : new SavedHeader(header.toString(), header.classIndex());
  }

  /**
   * The attributes.
   *
   * @throws InvalidObjectException in one sentence when they are damaged
   */
  public Instances header() throws InvalidObjectException {
    try {
      Instances header = new Instances(new StringReader(arff));
      header.setClassIndex(classIndex);
      return header;
    } catch (IOException e) {
      InvalidObjectException invalid =
          new InvalidObjectException("the model's attributes are damaged: " + e.getMessage());
      invalid.initCause(e);
      throw invalid;
    }
  }
}
