// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import java.io.Serializable;

/**
 * A rule that fired, with the numbers that made it.
 *
 * @param rule its name
 * @param event the event
 * @param action what it did, such as {@code stop}; {@code none} where the expression could not be
 *     decided
 * @param dataSet the data set, or the empty text
 * @param configuration the configuration, or the empty text
 * @param repeat the repeat, 0 where it belongs to none
 * @param fold the fold, 0 where it belongs to none
 * @param at finished epochs, folds or cells, as the event has it
 * @param evidence the numbers
 */
public record Firing(
    String rule,
    String event,
    String action,
    String dataSet,
    String configuration,
    int repeat,
    int fold,
    int at,
    String evidence)
    implements Serializable {}
