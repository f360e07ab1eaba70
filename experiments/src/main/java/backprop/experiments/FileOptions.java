// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.cluster.Clusters;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.ExperimentFile;
import backprop.experiments.file.ExperimentReader;
import backprop.experiments.file.ShellWord;
import backprop.experiments.run.Plan;
import backprop.experiments.run.Planner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all commands take: a file, and what changes it. */
final class FileOptions {
  @Parameters(paramLabel = "FILE", description = "The experiment file (YAML).")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "Replaces or adds one value of the file, such as evaluate.repeats=2 or data.1=iris.arff.",
        "May be given several times."
      })
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = {
        "Runs only this learner or data set; several by commas or several times. Names with commas"
            + " in them are found too.",
        "Gates about what is left out are inconclusive."
      })
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--allow-path",
      paramLabel = "PATH",
      description = {
        "Lets paths in the file lead to this folder or file, beside the file's own folder.",
        "May be given several times."
      })
  private List<Path> allowed = new ArrayList<>();

  /** Reads and checks everything. */
  Plan plan() {
    ExperimentFile experiment = ExperimentReader.read(file, settings, allowed);
    return new Planner(experiment, only, Version.version()).plan();
  }

  /** What the results of a run come from. */
  Origin origin() {
    return new Origin(file.toAbsolutePath(), settings, only);
  }

  /**
   * That a run can become the baseline.
   *
   * @throws ExperimentException otherwise
   */
  void checkUpdate(Plan plan) {
    if (plan.file().baseline() == null) {
      throw new ExperimentException(
          file + ": --update-baseline needs a file to write; add 'baseline: FILE'");
    } else if (!only.isEmpty()) {
      throw new ExperimentException(
          file + ": --update-baseline needs the whole experiment, without --only");
    }
  }

  /**
   * The command that continues a run.
   *
   * @param on where it ran
   * @param jobs as given, or null
   */
  String resumeCommand(String on, Integer jobs) {
    StringBuilder text = new StringBuilder("backprop run ").append(ShellWord.of(file.toString()));
    settings.forEach(setting -> text.append(" --set ").append(ShellWord.of(setting)));
    allowed.forEach(path -> text.append(" --allow-path ").append(ShellWord.of(path.toString())));
    only.forEach(name -> text.append(" --only ").append(ShellWord.of(name)));
    if (!on.equals(Clusters.LOCAL)) {
      text.append(" --on ").append(ShellWord.of(on));
    }
    if (jobs != null) {
      text.append(" --jobs ").append(jobs);
    }
    return text.append(" --resume").toString();
  }
}
