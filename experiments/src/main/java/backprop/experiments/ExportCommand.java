// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.experimenter.ExperimenterExport;
import backprop.experiments.file.ExperimentException;
import backprop.experiments.run.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backprop export FILE}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Turns an experiment file into an experiment of Weka's Experimenter.")
final class ExportCommand implements Callable<Integer> {
  @Mixin private FileOptions options;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "What to write, .exp or .xml (default: beside the file, with .exp).")
  private Path output;

  @Option(names = "--overwrite", description = "Replaces the file where there is one.")
  private boolean overwrite;

  @Override
  public Integer call() {
    Plan plan = options.plan();
    Path to = output;
    if (to == null) {
      Path file = Path.of(plan.file().shown());
      to =
          file.resolveSibling(file.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".exp");
    }
    refuse(to, overwrite);
    ExperimenterExport.write(plan, to).forEach(note -> System.err.println("note: " + note));
    System.out.println(to + " is written; open it in Weka's Experimenter");
    return ExitCode.PASS.code();
  }

  /** Refuses to replace a file unasked. */
  static void refuse(Path file, boolean overwrite) {
    if (Files.exists(file) && !overwrite) {
      throw new ExperimentException(file + ": there is such a file; --overwrite replaces it");
    }
  }
}
