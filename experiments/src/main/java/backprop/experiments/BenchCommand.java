// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.bench.Bench;
import backprop.experiments.bench.BenchPlan;
import backprop.experiments.bench.DataFiles;
import backprop.experiments.bench.Growth;
import backprop.experiments.bench.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backprop bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Measures how fast this machine trains and predicts; prints one line of JSON a workload.",
      "W1, W2: dense networks on images; W3, W4: on tables; W5: convolutions; W6: LSTM;"
          + " W7: predictions.",
      "rss_mb is the peak of the process so far: for a workload's own, run it alone."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Every workload that has data was measured.",
      "2:An option or file is invalid, or no workload has data."
    })
final class BenchCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 1024;

  @Spec private CommandSpec spec;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      description = "Which, by commas: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Workload> workloads = List.of(Workload.values());

  @Option(
      names = "--mnist",
      paramLabel = "FOLDER",
      description =
          "For W1, W2, W5, W6, W7: MNIST's four idx files, also with .gz, or train.arff and"
              + " test.arff.")
  private Path mnist;

  @Option(
      names = "--letter",
      paramLabel = "FILE",
      description = "For W3: UCI's Letter Recognition as ARFF.")
  private Path letter;

  @Option(
      names = "--diabetes",
      paramLabel = "FILE",
      description = "For W4: diabetes.arff, which comes with Weka.")
  private Path diabetes;

  @Option(
      names = "--generated",
      description = "Makes rows up for the workloads whose data are not given.")
  private boolean generated;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "2147483647",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Training rows at most (default: all).")
  private int rows;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "What computes (default: ${DEFAULT-VALUE}).")
  private String backend;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads, 0 for one a core (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "5",
      description = "Measurements of each rate; the median is told (default: ${DEFAULT-VALUE}).")
  private int repeats;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "Least duration of a measurement, in whole epochs (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Epochs of training before the test accuracy, 0 for the workload's own number"
              + " (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--growth",
      paramLabel = "ROWS",
      defaultValue = "0",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description =
          "Instead of workloads: one epoch of the classifier on 10,000 made-up rows of 30 numbers"
              + " that come one by one, on 100,000, and so on up to ROWS.")
  private int growth;

  @Override
  public Integer call() throws InterruptedException {
    check("--rows", rows, 32, Integer.MAX_VALUE);
    check("--growth", growth, 0, Integer.MAX_VALUE);
    check("--threads", threads, 0, MOST_THREADS);
    check("--repeat", repeats, 1, 1000);
    check("--epochs", epochs, 0, 100_000);
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new ParameterException(
          spec.commandLine(), "--seconds must be above 0 and at most 3600, found " + seconds);
    }
    int used = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    BenchPlan plan = new BenchPlan(backend, used, repeats, seconds, epochs);
    if (growth > 0) {
      new Growth(plan, spec.commandLine().getOut()).run(growth);
      return ExitCode.PASS.code();
    }
    DataFiles files = DataFiles.of(mnist, letter, diabetes, generated, rows, 10_000);
    new Bench(plan, files, spec.commandLine().getOut(), spec.commandLine().getErr())
        .run(workloads.stream().distinct().toList());
    return ExitCode.PASS.code();
  }

  private void check(String option, int found, int least, int most) {
    if (found < least || found > most) {
      throw new ParameterException(
          spec.commandLine(),
          "%s must be from %d to %d, found %d".formatted(option, least, most, found));
    }
  }
}
