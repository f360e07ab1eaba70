// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What networks learn beside classes: features of rows, how odd a row is, which attributes matter.
 *
 * <pre>
 *   Instances --AutoencoderFit--> LearnedCode --> codes, reconstruction errors
 *   saved BackpropNetwork, a layer --LayerFeatures--> activations
 *   BackpropNetwork, rows --Importance--> a number for each attribute
 * </pre>
 *
 * <p>The classes that Weka's users see are in Weka's own packages, where Weka looks for them:
 * {@code weka.filters.unsupervised.attribute.BackpropFeatures}, {@code
 * weka.clusterers.BackpropAnomaly}, {@code weka.attributeSelection.BackpropAttributeEval}, {@code
 * weka.core.converters.ImageDirectoryLoader}.
 *
 * <p>Invariants: a class attribute, where one is set, is never an input; encoders are fitted on the
 * first batch only; everything learned serializes as bytes with a format.
 *
 * <p>To add another kind of feature: a class here that gives numbers for a row, and its case in the
 * filter.
 */
package backprop.weka.features;
