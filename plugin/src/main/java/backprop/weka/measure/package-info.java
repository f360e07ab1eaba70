// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Numbers about a training, for the columns of Weka's Experimenter.
 *
 * <pre>
 *   Predictor --Measures--> measureEpochs, measureBestValidationLoss, ...
 * </pre>
 *
 * <p>Invariants: every name begins with {@code measure}, as Weka wants it; a number that is not
 * known is NaN, which the Experimenter shows as missing; asking trains nothing.
 *
 * <p>To add a measure: one constant in {@link backprop.weka.measure.Measure}.
 */
package backprop.weka.measure;
