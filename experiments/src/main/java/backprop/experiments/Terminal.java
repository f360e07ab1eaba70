// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import java.io.Console;

/** Whether someone watches. */
final class Terminal {
  private Terminal() {}

  /**
   * Whether input and output are a terminal. From Java 22 on there is a console without one, which
   * says so by a method that Java 17 lacks.
   */
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null || System.getenv("CI") != null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
