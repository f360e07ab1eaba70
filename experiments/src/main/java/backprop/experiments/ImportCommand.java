// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.experimenter.ExperimenterImport;
import backprop.experiments.file.ExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backprop import EXPERIMENT}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Turns an experiment of Weka's Experimenter into an experiment file.")
final class ImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "EXPERIMENT", description = "What it saved: .exp, .xml or .koml.")
  private Path experiment;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The experiment file to write (default: beside it, with .yaml).")
  private Path output;

  @Option(names = "--overwrite", description = "Replaces the file where there is one.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    Path to = output;
    if (to == null) {
      String name = experiment.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".yaml";
      to = experiment.resolveSibling(name);
    }
    ExportCommand.refuse(to, overwrite);
    Path folder = to.toAbsolutePath().getParent();
    ExperimenterImport.Imported imported = ExperimenterImport.read(experiment, folder);
    try {
      Files.createDirectories(folder);
      Files.writeString(to, imported.yaml());
    } catch (IOException e) {
      throw new ExperimentException(to + ": cannot be written: " + e, e);
    }
    imported.notes().forEach(note -> System.err.println("note: " + note));
    System.out.println(to + " is written; check it with: backprop check " + to);
    return ExitCode.PASS.code();
  }
}
