// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.rule.Firing;
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
 * @param cells the finished cells, those of dropped configurations left out
 * @param warnings one sentence each
 * @param dropped the configurations that rules or the search dropped on the way
 * @param firings the rules that fired on the way, in the order of the schedule
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
    List<String> warnings,
    List<Dropped> dropped,
    List<Firing> firings) {

  /** Results of an experiment in which nothing was dropped and no rule fired on the way. */
  public ExperimentResults(
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
      List<String> warnings) {
    this(
        experiment,
        file,
        seed,
        repeats,
        folds,
        metrics,
        dataSets,
        configurations,
        forbidden,
        cells,
        warnings,
        List.of(),
        List.of());
  }
}
