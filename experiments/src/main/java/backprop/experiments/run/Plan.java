// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.run;

import backprop.experiments.file.ExperimentFile;
import backprop.experiments.report.Reports;
import backprop.experiments.rule.Firing;
import backprop.experiments.rule.Rules;
import java.util.ArrayList;
import java.util.List;

/**
 * A checked experiment: everything loaded, every option accepted, nothing trained yet.
 *
 * @param file the experiment file
 * @param rules the compiled rules
 * @param reports the reports
 * @param data the data sets
 * @param configurations the configurations that are not forbidden
 * @param forbidden the combinations that a rule forbids
 * @param groups the configurations as they are compared while they run
 * @param cells all cells with all their epochs, in the order data set, configuration, repeat, fold
 * @param warnings one sentence each
 */
public record Plan(
    ExperimentFile file,
    Rules rules,
    Reports reports,
    List<LoadedData> data,
    List<PlannedConfiguration> configurations,
    List<Forbidden> forbidden,
    List<Group> groups,
    List<Cell> cells,
    List<String> warnings) {

  /**
   * A combination that a rule forbids.
   *
   * @param configuration its name
   * @param rule the name of the rule
   */
  public record Forbidden(String configuration, String rule) {
    @Override
    public String toString() {
      return configuration + ": " + rule;
    }
  }

  /** What the results say about the data sets. */
  public List<DataSet> dataSets() {
    return data.stream().map(LoadedData::info).toList();
  }

  /** What the results say about the configurations. */
  public List<Configuration> configurationsOnly() {
    return configurations.stream().map(PlannedConfiguration::configuration).toList();
  }

  /** The most cells that can run, those with a part of their epochs included. */
  public int runs() {
    int folds = file.evaluation().repeats() * file.evaluation().folds();
    int runs = 0;
    for (Group group : groups) {
      for (int step = 0; step < group.steps(); step++) {
        runs += group.size(step) * folds * data.size();
      }
    }
    return runs;
  }

  /** The results of this plan with the given finished cells, in plan order. */
  ExperimentResults results(
      List<CellResult> finished,
      List<String> moreWarnings,
      List<Dropped> dropped,
      List<Firing> firings) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(moreWarnings);
    return new ExperimentResults(
        file.name(),
        file.shown(),
        file.seed(),
        file.evaluation().repeats(),
        file.evaluation().folds(),
        file.metrics(),
        dataSets(),
        configurationsOnly(),
        forbidden.stream().map(Forbidden::toString).toList(),
        List.copyOf(finished),
        List.copyOf(all),
        List.copyOf(dropped),
        List.copyOf(firings));
  }
}
