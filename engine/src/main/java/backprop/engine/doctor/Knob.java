// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

/** What can be changed about a training; whoever offers these as options knows their names. */
public enum Knob {
  /** The hidden layers, as text. */
  LAYERS("layers"),
  /** The optimizer, as text. */
  OPTIMIZER("optimizer"),
  /** Penalties and constraints, as text. */
  REGULARIZER("regularizer"),
  /** Epochs, a number. */
  EPOCHS("epochs"),
  /** Rows of a minibatch, a number. */
  BATCH("batch"),
  /** Percentage of validation rows. */
  VALIDATION("validation"),
  /** Epochs without a better one before training stops. */
  PATIENCE("patience"),
  /** The loss, as text. */
  LOSS("loss"),
  /** Factors of the classes. */
  CLASS_WEIGHTS("class weights"),
  /** No option: something to do to the data, in words. */
  DATA("data");

  private final String word;

  Knob(String word) {
    this.word = word;
  }

  /** What it is called in a sentence. */
  public String word() {
    return word;
  }
}
