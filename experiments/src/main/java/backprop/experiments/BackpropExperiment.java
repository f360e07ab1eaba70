// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import weka.core.CommandlineRunnable;

/**
 * The command {@code backprop} from an installed Weka package: a file alone is run, else the first
 * word says what to do.
 *
 * <pre>
 * java weka.Run .BackpropExperiment FILE [OPTIONS]
 * java weka.Run .BackpropExperiment check FILE
 * </pre>
 *
 * <p>Started as a program of its own, Java ends with the command's exit code. From a window of
 * Weka, which must go on, the code is printed.
 */
public final class BackpropExperiment implements CommandlineRunnable {
  @Override
  public void preExecution() {
    // Nothing to prepare.
  }

  @Override
  public void postExecution() {
    // Nothing to release.
  }

  @Override
  public void run(Object toRun, String[] options) {
    int code = installed() ? Main.run(arguments(options)) : ExitCode.INVALID.code();
    System.out.flush();
    if (Thread.currentThread().getName().equals("main")) {
      System.exit(code);
    }
    System.out.println("exit code " + code);
  }

  /** Whether the classifier's package is there; says if it is not. */
  private static boolean installed() {
    try {
      Class.forName("backprop.weka.BackpropClassifier", false, Main.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      System.err.println(
          "backprop: the Weka package backprop, version "
              + Version.version()
              + ", is missing: install backprop-"
              + Version.version()
              + ".zip as well");
      return false;
    }
  }

  /** What the command is given: {@code run} goes without saying before a file. */
  static String[] arguments(String... options) {
    List<String> words = new ArrayList<>(Arrays.stream(options).filter(o -> !o.isEmpty()).toList());
    if (!words.isEmpty() && words.get(0).matches("(?i).*\\.ya?ml")) {
      words.add(0, "run");
    }
    return words.toArray(new String[0]);
  }

  /** Runs it without {@code weka.Run}. */
  public static void main(String[] args) {
    new BackpropExperiment().run(null, args);
  }
}
