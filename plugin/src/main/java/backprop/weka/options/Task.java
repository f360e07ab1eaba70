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
 * @param ensemble whether {@link Ensemble} is wanted
 * @param form what the inputs are
 */
public record Task(
    int rows,
    int inputs,
    int outputs,
    boolean nominal,
    boolean validated,
    boolean ensemble,
    InputForm form) {
  /** With inputs that are numbers side by side. */
  public Task(
      int rows, int inputs, int outputs, boolean nominal, boolean validated, boolean ensemble) {
    this(rows, inputs, outputs, nominal, validated, ensemble, InputForm.table(inputs));
  }
}
