// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.file;

/** Text as one word of a command line that a reader copies into a shell. */
public final class ShellWord {
  private ShellWord() {}

  /** The text as it is where a shell leaves it alone, otherwise in single quotes. */
  public static String of(String text) {
    return text.matches("[\\w./:=@%+,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
