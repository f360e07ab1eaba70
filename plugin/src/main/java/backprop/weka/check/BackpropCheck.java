// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.check;

import backprop.engine.backend.Backend;
import backprop.engine.model.Version;
import backprop.weka.backend.WekaBackends;
import backprop.weka.fit.ComputeThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weka.core.CommandlineRunnable;
import weka.core.Utils;

/**
 * Tells which backends can be used here and why others cannot, versions, threads and memory.
 *
 * <pre>
 * java weka.Run .BackpropCheck
 * </pre>
 */
public final class BackpropCheck implements CommandlineRunnable {
  @Override
  public void preExecution() {
    // Nothing to prepare.
  }

  @Override
  public void postExecution() {
    // Nothing to release.
  }

  /**
   * Prints the report.
   *
   * @throws IllegalArgumentException when there are options: it takes none
   */
  @Override
  public void run(Object toRun, String[] options) {
    try {
      Utils.checkForRemainingOptions(options);
    } catch (Exception e) {
      // Weka shows a message alone, without a stack trace, if it tells the general options.
      throw new IllegalArgumentException(e.getMessage() + "\n\nGeneral options:\n\nnone\n", e);
    }
    System.out.print(report());
  }

  /** The report, in lines. */
  public static String report() {
    Runtime java = Runtime.getRuntime();
    List<String> lines = new ArrayList<>();
    lines.add("Backprop for Weka " + Version.current());
    lines.add("Weka      " + weka.core.Version.VERSION);
    lines.add(
        "Java      "
            + System.getProperty("java.version")
            + ", "
            + System.getProperty("java.vm.name")
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch"));
    lines.add(
        "Threads   " + ComputeThreads.automatic() + " when -threads is 0; 1 in threads of a pool");
    lines.add(
        String.format(
            Locale.ROOT,
            "Memory    %d MB at most (java -Xmx), %d MB in use",
            java.maxMemory() >> 20,
            (java.totalMemory() - java.freeMemory()) >> 20));
    lines.add("");
    return String.join("\n", lines) + "\n" + backends();
  }

  /** What can compute here, in lines. */
  public static String backends() {
    List<String> lines = new ArrayList<>();
    String much = WekaBackends.choose("auto").backend().name();
    String little = WekaBackends.choose("auto", 0).backend().name();
    lines.add(
        "Backends; -backend auto takes '"
            + much
            + (much.equals(little)
                ? "'"
                : "', or '" + little + "' for less than about a second of training"));
    for (Backend b : WekaBackends.all()) {
      String why = b.unusable().orElse(null);
      lines.add(
          String.format("  %-10s", b.name())
              + (why != null
                  ? "cannot be used: " + why
                  : "can be used" + (b.preference() < 0 ? ", only when named" : "")));
      b.details().forEach(line -> lines.add("             " + line));
    }
    return String.join("\n", lines) + "\n";
  }

  /** Runs it without {@code weka.Run}. */
  public static void main(String[] args) {
    new BackpropCheck().run(null, args);
  }
}
