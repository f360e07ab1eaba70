// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What training leaves in the classifier: a {@link backprop.weka.predict.Predictor}, which is
 * either a network with its encoders or, where there is nothing to learn from, a constant.
 *
 * <p>Invariants: a predictor never changes and is used by many threads at once; its serialized form
 * is versioned, and a newer form is refused by name.
 */
package backprop.weka.predict;
