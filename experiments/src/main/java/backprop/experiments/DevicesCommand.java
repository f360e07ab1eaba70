// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import backprop.weka.check.BackpropCheck;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code backprop devices}. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints the backends that can compute here, with platforms, devices, memory and drivers of"
          + " OpenCL, and for what cannot be used the reason and the remedy."
    })
final class DevicesCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.print(BackpropCheck.backends());
    return ExitCode.PASS.code();
  }
}
