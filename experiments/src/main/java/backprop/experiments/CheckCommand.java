// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.run.Plan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code backprop check FILE}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Checks an experiment file, its data, its options and its rules; trains nothing.")
final class CheckCommand implements Callable<Integer> {
  @Mixin private FileOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Plan plan = options.plan();
    plan.warnings().forEach(w -> spec.commandLine().getErr().println("warning: " + w));
    spec.commandLine()
        .getOut()
        .println(plan.file().shown() + " is valid: " + new PlanTable(plan).counts());
    return ExitCode.PASS.code();
  }
}
