// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.experimenter.ExperimenterImport;
import backprop.experiments.file.ExperimentException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
    ExperimenterImport.Imported imported = quietly(folder);
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

  /** Weka's XML reader warns, on the error stream, of properties that its own writer writes. */
  private ExperimenterImport.Imported quietly(Path folder) {
    PrintStream error = System.err;
    try {
      System.setErr(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
      return ExperimenterImport.read(experiment, folder);
    } finally {
      System.setErr(error);
    }
  }
}
