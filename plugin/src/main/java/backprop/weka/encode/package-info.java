// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Rows of Weka's data to rows of numbers, and a network's output back to predictions.
 *
 * <pre>
 *   training rows --AttributeStatistics--> ColumnPlan per attribute --InputEncoder--> float[]
 *   training rows ------------------------------------------------> ClassEncoder ----> target
 *                                      output --ClassEncoder--> distribution or number
 * </pre>
 *
 * <p>Invariants: everything is fitted on the training rows only, with their weights, so that a row
 * of weight 2 counts like two rows; what is fitted never changes; an attribute that does not vary
 * contributes nothing, unless its place counts or it is an index ({@link
 * backprop.weka.encode.Encoding}); whatever finite numbers come in, finite numbers go out.
 *
 * <p>Strings and relations are read where {@link backprop.weka.encode.Contents} say so; {@link
 * backprop.weka.encode.InputForm} tells layers where their columns are.
 *
 * <p>To add a way to encode an attribute: write a {@link backprop.weka.encode.ColumnPlan} with a
 * tag of its own, and choose it in {@link backprop.weka.encode.InputEncoder}.
 */
package backprop.weka.encode;
