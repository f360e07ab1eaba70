// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The Weka classifier. {@link backprop.weka.BackpropClassifier} is all of it; Weka's users see it
 * under the name {@code weka.classifiers.functions.BackpropNetwork}, the one class in a package of
 * Weka's.
 *
 * <pre>
 *   BackpropOptions (properties, options) --Settings--> fit.Fit --> predict.Predictor
 *                                   Instances ----------^
 * </pre>
 *
 * <p>Invariants: building reads data and options and leaves a predictor, or throws and leaves none;
 * predicting never changes the classifier.
 */
package backprop.weka;
