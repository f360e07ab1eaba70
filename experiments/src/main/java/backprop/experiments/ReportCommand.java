// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.baseline.Judging;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.ExperimentReader;
import backprop.experiments.report.Reports;
import backprop.experiments.rule.Verdict;
import backprop.experiments.run.ExperimentResults;
import backprop.experiments.run.Outcome;
import backprop.experiments.run.Plan;
import backprop.experiments.run.Planner;
import backprop.experiments.run.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backprop report FOLDER}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Judges and reports again from the records of an output folder; trains nothing.",
      "Rules, metrics and reports are those of the experiment file as it is now; of a run that is"
          + " not finished, the cells so far."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All gates pass.",
      "1:A gate failed.",
      "2:The folder, the experiment file or its data is invalid.",
      "3:Cells failed, or a report could not be written.",
      "4:A gate is inconclusive."
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "The output folder of an earlier run.")
  private Path folder;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The experiment file, where it is not at its place any more.")
  private Path file;

  @Option(
      names = "--reports",
      paramLabel = "NAME",
      split = ",",
      description = "Which reports to write, by commas (default: those of the experiment file).")
  private List<String> reports;

  @Override
  public Integer call() {
    Origin origin = Origin.read(folder);
    List<String> settings = new ArrayList<>(origin.settings());
    Path from = file == null ? origin.file() : file;
    Plan plan =
        new Planner(ExperimentReader.read(from, settings), origin.only(), Version.version()).plan();
    checkFolder(plan);
    ExperimentResults results = Recorded.of(plan);
    List<Verdict> verdicts = new Judging(plan, Version.version()).judge(results);
    Reports writer = reports == null ? plan.reports() : Reports.of(reports);
    Outcome outcome;
    try {
      outcome = new Outcome(results, verdicts, writer.write(results, verdicts, folder, System.out));
    } catch (ExperimentException e) {
      System.err.println("backprop: " + e.getMessage());
      return ExitCode.FAILED.code();
    }
    return ExitCode.of(outcome).code();
  }

  /** That the file's results go to this folder: otherwise it would report those of another. */
  private void checkFolder(Plan plan) {
    try {
      if (!Files.isSameFile(plan.file().output().path(), folder)) {
        throw new ExperimentException(
            "%s: the results of '%s' are in '%s'"
                .formatted(folder, plan.file().shown(), plan.file().output().path()));
      }
    } catch (IOException e) {
      throw new ExperimentException(
          "%s: the output folder '%s' of '%s' is not there"
              .formatted(folder, plan.file().output().folder(), plan.file().shown()),
          e);
    }
  }
}
