// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.run.WekaHome;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code backprop}. */
@Command(
    name = "backprop",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Compares Weka classifiers as an experiment file says, and judges the results.",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      RulesCommand.class,
      ReportCommand.class,
      TraceCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      CurveCommand.class,
      TutorialCommand.class,
      DevicesCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the command and ends with its exit code. */
  public static void main(String[] arguments) {
    WekaHome.prepare();
    int code = run(arguments);
    if (System.out.checkError()) {
      System.err.println("backprop: the output could not be written in full");
      code = code == ExitCode.PASS.code() ? ExitCode.FAILED.code() : code;
    }
    System.exit(code);
  }

  static int run(String... arguments) {
    CommandLine command = new CommandLine(new Main());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (e, line, parsed) -> {
          if (e instanceof ExperimentException) {
            System.err.println("backprop: " + e.getMessage());
            return ExitCode.INVALID.code();
          }
          System.err.println("backprop: this is an error in backprop itself, please report it:");
          e.printStackTrace();
          return ExitCode.FAILED.code();
        });
    command.setParameterExceptionHandler(
        (e, line) -> {
          String name = e.getCommandLine().getCommandSpec().qualifiedName();
          System.err.println(
              "backprop: " + e.getMessage() + " (" + name + " --help shows what it takes)");
          return ExitCode.INVALID.code();
        });
    return command.execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
