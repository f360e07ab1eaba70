// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import backprop.weka.encode.InputForm;

/**
 * What {@code auto} may look at.
 *
 * @param rows number of training rows, without validation rows
 * @param inputs inputs of the network, after encoding
 * @param outputs units of the output layer
 * @param nominal whether the class is nominal
 * @param validated whether there are validation rows
 * @param recipe what the {@link Ensemble} is made of; null where none is wanted
 * @param form what the inputs are
 */
public record Task(
    int rows,
    int inputs,
    int outputs,
    boolean nominal,
    boolean validated,
    Recipe recipe,
    InputForm form) {
  /** With inputs that are numbers side by side. */
  public Task(
      int rows, int inputs, int outputs, boolean nominal, boolean validated, Recipe recipe) {
    this(rows, inputs, outputs, nominal, validated, recipe, InputForm.table(inputs));
  }

  /** Whether an {@link Ensemble} is wanted. */
  public boolean ensemble() {
    return recipe != null;
  }
}
