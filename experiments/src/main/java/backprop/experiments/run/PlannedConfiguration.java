// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.Place;
import weka.classifiers.Classifier;

/**
 * A configuration with its classifier.
 *
 * @param configuration what the results say about it
 * @param template the classifier with all its options set; never trained, only copied
 * @param derivesSeed whether each cell gives it a seed of its own: it takes one, and the file sets
 *     none
 * @param setsThreads whether the file sets its number of threads
 * @param place where its learner stands
 */
public record PlannedConfiguration(
    Configuration configuration,
    Classifier template,
    boolean derivesSeed,
    boolean setsThreads,
    Place place) {}
