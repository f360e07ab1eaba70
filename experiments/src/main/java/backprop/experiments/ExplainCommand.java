// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code backprop explain FILE}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Prints all configurations with their options, and which rule forbids which.")
final class ExplainCommand implements Callable<Integer> {
  @Mixin private FileOptions options;

  @Override
  public Integer call() {
    new PlanTable(options.plan()).print(System.out);
    return ExitCode.PASS.code();
  }
}
