// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.experiments.rule.Rules;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code backprop rules}. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Prints the events, variables, functions, actions and metrics of rules.")
final class RulesCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.print(Rules.reference());
    return ExitCode.PASS.code();
  }
}
