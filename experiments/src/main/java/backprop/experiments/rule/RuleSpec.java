// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import java.io.Serializable;

/**
 * One rule as the experiment file states it.
 *
 * @param name unique name
 * @param event {@code space}, {@code epoch}, {@code fold}, {@code configuration}, {@code
 *     experiment} or {@code end}
 * @param expression the text of {@code if} or {@code expect}
 * @param action the text of {@code then}, such as {@code forbid} or {@code rate(0.5)}, or {@code
 *     expect} for a gate
 * @param level level of a gate
 * @param file the experiment file, for messages
 * @param line line of the expression's first character in the file, from 1
 * @param column its column, from 1
 */
public record RuleSpec(
    String name,
    String event,
    String expression,
    String action,
    Verdict.Level level,
    String file,
    int line,
    int column)
    implements Serializable {}
