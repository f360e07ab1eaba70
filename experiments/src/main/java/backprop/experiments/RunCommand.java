// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.cluster.Cluster;
import backprop.experiments.cluster.Clusters;
import backprop.experiments.run.BarProgress;
import backprop.experiments.run.ExperimentRunner;
import backprop.experiments.run.LineProgress;
import backprop.experiments.run.Outcome;
import backprop.experiments.run.Plan;
import backprop.experiments.run.Progress;
import backprop.experiments.run.RecordException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backprop run FILE}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Runs an experiment, judges its gates and writes its reports.",
      "Finished cells are kept: a run that was interrupted, killed or whose file was changed goes"
          + " on with the cells that have no result yet."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All gates pass.",
      "1:A gate failed.",
      "2:The file, its data or its output folder is invalid; nothing ran.",
      "3:Cells failed, or results could not be kept.",
      "4:A gate is inconclusive.",
      "130:Interrupted; run again to go on."
    })
final class RunCommand implements Callable<Integer> {
  private static final int MOST_JOBS = 1024;

  @Mixin private FileOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "Number of cells that run at once (default: 1; with --on, as many as there are cores); it"
              + " does not change results.")
  private Integer jobs;

  @Option(
      names = "--on",
      paramLabel = "WHERE",
      defaultValue = Clusters.LOCAL,
      description = {
        "Where cells run: local (default), or spark://HOST:PORT, a cluster of Apache Spark; local[N]"
            + " is Spark on N cores of this machine.",
        "It does not change results."
      })
  private String on;

  @ArgGroup private Earlier earlier = new Earlier();

  @Option(names = "--dry-run", description = "Prints what would run; trains and writes nothing.")
  private boolean dryRun;

  @Option(
      names = "--update-baseline",
      description =
          "Makes the results the experiment's baseline, unless cells or gates of level error fail.")
  private boolean updateBaseline;

  /** What to do about results of an earlier run. */
  private static final class Earlier {
    @Option(
        names = "--resume",
        description = "Goes on with an earlier run; this is also what happens without it.")
    private boolean resume;

    @Option(
        names = "--fresh",
        description = "Deletes the experiment's earlier results and runs all cells.")
    private boolean fresh;
  }

  @Override
  public Integer call() {
    if (jobs != null && (jobs < 1 || jobs > MOST_JOBS)) {
      throw new ParameterException(
          spec.commandLine(), "--jobs must be from 1 to " + MOST_JOBS + ", found " + jobs);
    }
    Clusters.find(on);
    Plan plan = options.plan();
    if (updateBaseline) {
      options.checkUpdate(plan);
    }
    if (dryRun) {
      new PlanTable(plan).print(System.out);
      return ExitCode.PASS.code();
    }
    Progress progress =
        Terminal.isTerminal() ? new BarProgress(System.err) : new LineProgress(System.err);
    ExperimentRunner runner =
        new ExperimentRunner(
            plan,
            Version.version(),
            jobs == null ? 0 : jobs,
            new Notes(progress, earlier.resume, options.origin()));
    if (updateBaseline) {
      runner.updateBaseline();
    }
    Optional<Cluster> cluster = Clusters.open(on, plan.file().name(), progress::note);
    AtomicBoolean ended = new AtomicBoolean();
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread hook =
        new Thread(
            () -> {
              interrupted.set(true);
              interrupted(runner, progress, ended);
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      cluster.ifPresent(runner::on);
      Outcome outcome = runner.run(earlier.fresh, System.out);
      return ExitCode.of(outcome).code();
    } catch (RecordException e) {
      System.err.printf(
          "backprop: %s%nbackprop: %d of %d cells are kept; when there is room, continue with:"
              + " %s%n",
          e.getMessage(), runner.finished(), runner.total(), resumeCommand());
      return ExitCode.FAILED.code();
    } catch (Cluster.GoneException e) {
      if (interrupted.get()) {
        return ExitCode.INTERRUPTED.code();
      }
      System.err.printf(
          "backprop: %s%nbackprop: %d of %d cells are kept, continue with: %s%n",
          e.getMessage(), runner.finished(), runner.total(), resumeCommand());
      return ExitCode.FAILED.code();
    } catch (InterruptedException e) {
      return ExitCode.INTERRUPTED.code();
    } finally {
      ended.set(true);
      cluster.ifPresent(Cluster::close);
    }
  }

  private String resumeCommand() {
    return options.resumeCommand(on, jobs);
  }

  /** At Ctrl-C the virtual machine ends with 130 by itself, once this has returned. */
  private void interrupted(ExperimentRunner runner, Progress progress, AtomicBoolean ended) {
    if (ended.get()) {
      return;
    }
    runner.stop();
    progress.close();
    System.err.printf(
        "%nbackprop: interrupted; %d of %d cells are kept, continue with: %s%n",
        runner.finished(), runner.total(), resumeCommand());
  }
}
