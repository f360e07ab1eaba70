// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

import backprop.experiments.rule.RuleSpec;
import java.util.List;

/**
 * An experiment as its file states it; nothing is loaded yet.
 *
 * @param name name of the experiment
 * @param shown the file as given on the command line
 * @param seed seed of every split, initialization and search
 * @param data the data sets
 * @param evaluation how learners are evaluated
 * @param metrics names of the metrics, the leading one first
 * @param metricPlaces where they stand
 * @param learners the learners
 * @param rules the rules
 * @param baseline the baseline, or null
 * @param output where results go
 */
public record ExperimentFile(
    String name,
    String shown,
    long seed,
    List<DataSpec> data,
    Evaluation evaluation,
    List<String> metrics,
    List<Place> metricPlaces,
    List<LearnerSpec> learners,
    List<RuleSpec> rules,
    BaselineSpec baseline,
    OutputSpec output) {}
