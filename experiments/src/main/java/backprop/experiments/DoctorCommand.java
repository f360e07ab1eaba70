// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.file.ExperimentException;
import backprop.weka.check.BackpropDoctor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backprop doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Says what is wrong with a saved network and its training, and what to try.")
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "The model, as Weka saves it with -d, or the Explorer.")
  private Path model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "The rows that it was trained on (.arff, .csv); without them, what was said when it was"
              + " trained.")
  private Path data;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Rows that it was not trained on: tells overfitting.")
  private Path test;

  @Option(
      names = "--overfit-one-batch",
      description =
          "Also trains its layers from new weights on 32 rows, which they must learn by heart.")
  private boolean overfitOneBatch;

  @Override
  public Integer call() throws Exception {
    try {
      System.out.print(
          BackpropDoctor.report(
              model, Optional.ofNullable(data), Optional.ofNullable(test), overfitOneBatch));
    } catch (IllegalArgumentException e) {
      throw new ExperimentException(e.getMessage(), e);
    }
    return ExitCode.PASS.code();
  }
}
