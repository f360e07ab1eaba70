// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

/**
 * What {@code auto} may look at.
 *
 * @param rows number of training rows, without validation rows
 * @param inputs inputs of the network, after encoding
 * @param outputs units of the output layer
 * @param nominal whether the class is nominal
 * @param validated whether there are validation rows
 * @param ensemble whether {@link Ensemble} is wanted
 */
public record Task(
    int rows, int inputs, int outputs, boolean nominal, boolean validated, boolean ensemble) {}
