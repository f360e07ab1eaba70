// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

/**
 * A configuration that was dropped on a data set before all its cells had run in full.
 *
 * @param dataSet name of the data set
 * @param configuration name of the configuration
 * @param by the name of the rule, or of the search such as {@code halving}
 * @param done cells of it that had run, with part of their epochs where the search dropped it
 * @param evidence the numbers
 */
public record Dropped(String dataSet, String configuration, String by, int done, String evidence) {}
