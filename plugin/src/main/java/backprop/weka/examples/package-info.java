// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Small data sets that are made up, one of each kind that a preset is for: to try the presets, for
 * the walk-through of the documentation, and for tests.
 *
 * <pre>
 *   Digits --> digits.arff (pixels), pictures.arff (names of files)
 *   Tables --> gestures.arff (relations), pulses.arff (steps), reviews.arff (text), sales.arff (series)
 *   BackpropExamples writes them all to a folder
 * </pre>
 *
 * <p>Invariants: the same numbers and texts on every machine, whatever fonts it has; each has
 * something to learn that a classifier without the preset does not see.
 *
 * <p>To add one: a method that makes it, and a line in {@link
 * backprop.weka.examples.BackpropExamples}.
 */
package backprop.weka.examples;
