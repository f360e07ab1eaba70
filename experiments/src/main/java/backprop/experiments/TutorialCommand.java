// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.tutorial.Tutorial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backprop tutorial}. */
@Command(
    name = "tutorial",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Computes the tutorial, 'Backpropagation, step by step': a chapter in the terminal, or all"
            + " of it as a page for the browser.")
final class TutorialCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "CHAPTER",
      description = "The chapter to print (default: the whole page is written).")
  private String chapter;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The page to write (default: ${DEFAULT-VALUE}).",
      defaultValue = "tutorial.html")
  private Path output;

  @Override
  public Integer call() throws InterruptedException {
    if (chapter == null) {
      try {
        Files.writeString(output, Tutorial.html());
      } catch (IOException e) {
        throw new ExperimentException(output + " cannot be written: " + e.getMessage(), e);
      }
      System.out.println(output + " is written");
    } else {
      System.out.print(
          Tutorial.text(chapter)
              .orElseThrow(
                  () ->
                      new ExperimentException(
                          "there is no chapter '"
                              + chapter
                              + "', there are "
                              + String.join(", ", Tutorial.chapters()))));
    }
    return ExitCode.PASS.code();
  }
}
