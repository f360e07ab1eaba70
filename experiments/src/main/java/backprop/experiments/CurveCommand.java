// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.engine.model.Provenance;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.report.RunCurves;
import backprop.weka.check.Checkup;
import backprop.weka.curve.CurveReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backprop curve}. */
@Command(
    name = "curve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Writes the learning curves of a saved network, and the gradients and updates of its"
            + " layers, as pictures and tables.")
final class CurveCommand implements Callable<Integer> {
  private static final String ENDINGS = ".png .svg .csv .layers.csv";

  @Option(
      names = "--run",
      paramLabel = "FOLDER",
      description =
          "Instead of a model: the output folder of an experiment; a picture and a table for each"
              + " of its networks and data sets, the mean over the folds, into its folder curves.")
  private Path run;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model, as Weka saves it with -d, or the Explorer.")
  private Path model;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "What to write, by its ending: .png, .svg, .csv (epochs) or .layers.csv (layers); may be"
              + " repeated (default: all four beside the model).")
  private List<Path> output;

  @Option(names = "--overwrite", description = "Replaces files that there are.")
  private boolean overwrite;

  @Override
  public Integer call() {
    if ((model == null) == (run == null)) {
      throw new ExperimentException("curve needs --model FILE or --run FOLDER, one of them");
    }
    if (run != null) {
      RunCurves.write(run).forEach(file -> System.out.println(file + " is written"));
      return ExitCode.PASS.code();
    }
    try {
      Provenance how = Checkup.of(model).model().how();
      CurveReport report = new CurveReport(how.history(), how.vitals());
      List<Path> files = output == null ? beside() : output;
      files.forEach(f -> ExportCommand.refuse(f, overwrite));
      for (Path file : files) {
        write(report, file);
      }
    } catch (IllegalArgumentException e) {
      throw new ExperimentException(e.getMessage(), e);
    }
    return ExitCode.PASS.code();
  }

  private static void write(CurveReport report, Path file) {
    try {
      report.write(file);
      System.out.println(file + " is written");
    } catch (IOException e) {
      throw new ExperimentException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private List<Path> beside() {
    String name = model.getFileName().toString().replaceFirst("\\.model$", "");
    List<Path> files = new ArrayList<>();
    for (String ending : ENDINGS.split(" ")) {
      files.add(model.resolveSibling(name + ending));
    }
    return files;
  }
}
