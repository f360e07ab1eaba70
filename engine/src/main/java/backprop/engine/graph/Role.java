// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

/** What a parameter is for: decides its regularization and weight decay. */
public enum Role {
  /** Multiplies activations; regularized and decayed. */
  WEIGHT,
  /** Is added. */
  BIAS,
  /** Scales normalized activations. */
  GAIN,
  /** Rows of a lookup table. */
  EMBEDDING;

  /** Whether regularizers and weight decay apply. */
  public boolean regularized() {
    return this == WEIGHT;
  }
}
