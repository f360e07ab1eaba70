// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import java.util.List;

/**
 * Everything that rules and reports see: immutable, complete, in plan order (data set,
 * configuration, repeat, fold), whatever the order in which the cells finished.
 *
 * @param experiment name of the experiment
 * @param file the experiment file as given on the command line
 * @param seed the experiment's seed
 * @param repeats number of repeats
 * @param folds number of folds per repeat; 1 for a percentage split or a test file
 * @param metrics names of the metrics as the file writes them ({@code percent-correct}), the first
 *     is the leading one
 * @param dataSets the data sets, in file order
 * @param configurations the configurations, in plan order, the forbidden ones left out
 * @param forbidden what a space rule forbade: "configuration: rule"
 * @param cells the finished cells
 * @param warnings one sentence each
 */
public record ExperimentResults(
    String experiment,
    String file,
    long seed,
    int repeats,
    int folds,
    List<String> metrics,
    List<DataSet> dataSets,
    List<Configuration> configurations,
    List<String> forbidden,
    List<CellResult> cells,
    List<String> warnings) {}
