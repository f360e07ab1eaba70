// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.io.Serializable;
import java.util.Map;

/**
 * One concrete learner: a scheme with all its variables filled in.
 *
 * @param learner the name of the learner in the experiment file
 * @param name unique, readable and stable: the learner's name, followed by the varied variables if
 *     there are any, such as {@code network[drop=0.2, width=32]}
 * @param variables the varied variables with their values (Long, Double, Boolean or String), in
 *     file order; empty when the learner varies nothing
 * @param scheme the class name of the Weka classifier
 * @param options the options of the scheme, as Weka writes them on one line
 */
public record Configuration(
    String learner, String name, Map<String, Object> variables, String scheme, String options)
    implements Serializable {}
