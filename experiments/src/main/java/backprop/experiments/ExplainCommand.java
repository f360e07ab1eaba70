// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.run.Plan;
import backprop.experiments.run.Recorded;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code backprop explain FILE}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints all configurations with their options, and which rule forbids which.",
      "After a run also which rule or search dropped which, with the numbers."
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private FileOptions options;

  @Override
  public Integer call() {
    Plan plan = options.plan();
    PlanTable table = new PlanTable(plan);
    table.print(System.out);
    if (Recorded.exists(plan)) {
      table.printDropped(System.out, Recorded.of(plan).dropped());
    }
    return ExitCode.PASS.code();
  }
}
